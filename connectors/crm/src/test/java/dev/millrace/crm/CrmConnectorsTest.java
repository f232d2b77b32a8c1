package dev.millrace.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.operator.LineCrmFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class CrmConnectorsTest {

  @Test
  void findsACrmByItsWord() {
    assertThat(CrmConnectors.types()).containsExactly("line");
    assertThat(CrmConnectors.factory("line")).isInstanceOf(LineCrmFactory.class);
    assertThat(CrmConnectors.create(sink(Map.of("type", "line")))).isNotNull();
  }

  @Test
  void findsItWhereTheContextLoaderDoesNotKnowIt() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      thread.setContextClassLoader(empty);
      assertThat(CrmConnectors.types()).containsExactly("line");
      thread.setContextClassLoader(null);
      assertThat(CrmConnectors.types()).containsExactly("line");
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  @Test
  void aCrmThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> CrmConnectors.factory("crm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no CRM of type 'crm'; there are [line]");
  }

  @Test
  void requestsGoWhereItIsSetOrToTheCrmsOwnAddress() {
    assertThat(CrmConnectors.baseUrl(sink(Map.of("type", "line", "base-url", "http://crm:1"))))
        .isEqualTo("http://crm:1");
    assertThatThrownBy(() -> CrmConnectors.baseUrl(sink(Map.of("type", "line"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sink.base-url is not set, and line has none");
  }

  private static Configuration sink(Map<String, String> values) {
    return Configuration.fromMap(values);
  }
}

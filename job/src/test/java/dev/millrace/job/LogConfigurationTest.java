package dev.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.UpstreamLogs;
import dev.millrace.crm.http.ClientLogs;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** No row value and no secret reaches a log from its first line on, where the log is ours. */
class LogConfigurationTest {

  private static final Path DEPLOY = Path.of("..", "deploy");

  @ParameterizedTest
  @ValueSource(
      strings = {"local/src/main/resources/log4j2.properties", "cluster/conf/log4j2.properties"})
  void theFilesHoldTheLevels(String file) throws Exception {
    assertHoldsTheLevels(Files.readString(DEPLOY.resolve(file)));
  }

  @Test
  void soDoesKubernetes() throws Exception {
    String yaml = Files.readString(DEPLOY.resolve("kubernetes/base/flink-deployment.yaml"));
    Map<?, ?> deployment =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    Map<?, ?> spec = (Map<?, ?>) deployment.get("spec");
    Map<?, ?> logs = (Map<?, ?>) spec.get("logConfiguration");

    assertHoldsTheLevels((String) logs.get("log4j-console.properties"));
  }

  private static void assertHoldsTheLevels(String configuration) throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(configuration));
    Map<String, String> levels = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("logger.") && key.endsWith(".name")) {
        String level = properties.getProperty(key.replace(".name", ".level"));
        levels.put(properties.getProperty(key), level.toUpperCase(Locale.ROOT));
      }
    }
    Map<String, String> client = new HashMap<>(ClientLogs.levels());
    // As the uber jar relocates it.
    ClientLogs.levels().forEach((name, level) -> client.put("dev.millrace.shaded." + name, level));

    assertThat(levels).containsAllEntriesOf(UpstreamLogs.levels()).containsAllEntriesOf(client);
  }
}

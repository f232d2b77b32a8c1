package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cluster's processes log, by the configuration that they have. */
class LogLayoutTest {

  @TempDir private Path directory;

  @Test
  void everyEventIsAJsonObjectOnALineOfItsOwn() throws Exception {
    Path log = directory.resolve("jobmanager.log");
    System.setProperty("log.file", log.toString());
    try (LoggerContext context =
        Configurator.initialize("cluster", null, Path.of("conf", "log4j2.properties").toUri())) {
      Logger logger = context.getLogger("dev.millrace.Test");
      logger.info("two\nlines");
      logger.warn("with a cause", new IllegalStateException("why"));
      context.getLogger("io.debezium.relational.TableSchemaBuilder").error("a row");
      context.getLogger("org.apache.hc.client5.http.wire").debug("a request");
    } finally {
      System.clearProperty("log.file");
    }

    ObjectMapper json = new ObjectMapper();
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(2);
    JsonNode first = json.readTree(lines.get(0));
    assertThat(first.get("message").asText()).isEqualTo("two\nlines");
    assertThat(first.get("log.level").asText()).isEqualTo("INFO");
    assertThat(first.get("log.logger").asText()).isEqualTo("dev.millrace.Test");
    assertThat(first.has("@timestamp")).isTrue();
    JsonNode second = json.readTree(lines.get(1));
    assertThat(second.get("error.stack_trace").asText())
        .startsWith("java.lang.IllegalStateException: why");
  }
}

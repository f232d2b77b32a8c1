package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.UpstreamLogs;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LogConfigurationTest {

  @Test
  void noRowValueReachesTheLogFromTheFirstLineOn() throws Exception {
    Properties configuration = new Properties();
    try (InputStream file = getClass().getResourceAsStream("/log4j2.properties")) {
      configuration.load(file);
    }
    Map<String, String> levels = new HashMap<>();
    for (String key : configuration.stringPropertyNames()) {
      if (key.startsWith("logger.") && key.endsWith(".name")) {
        String level = configuration.getProperty(key.replace(".name", ".level"));
        levels.put(configuration.getProperty(key), level.toUpperCase(Locale.ROOT));
      }
    }
    assertThat(levels).containsAllEntriesOf(UpstreamLogs.levels());
  }
}

package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String RENEW =
      "mvn -pl job -am test -Dtest=ConfigurationPageTest -Dmillrace.renew-docs"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void thePageIsThatOfTheOptions() throws Exception {
    String page = ConfigurationPage.write();
    if (System.getProperty("millrace.renew-docs") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("docs/configuration.md is stale; renew it by: " + RENEW)
        .isEqualTo(page);
  }

  @Test
  void everyOptionIsDescribedAndOfATypeThatTheLoaderKnows() {
    for (ConfigOption<?> option : ConfigurationPage.all()) {
      assertThat(ConfigurationPage.description(option)).as(option.key()).endsWith(".");
      assertThat(
              List.of(
                  "text",
                  "secret",
                  "number",
                  "size",
                  "duration",
                  "boolean",
                  "enum",
                  "map",
                  "list of text"))
          .as(option.key())
          .contains(OptionType.of(option).word());
    }
  }
}

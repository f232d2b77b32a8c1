package dev.millrace.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MillraceTest {

  static final String FIVE_FAULTS =
      """
      source:
        type: postgres
        hostnam: db.example
        hostname: db.example
        port: many
        username: millrace
        password: geheim
        database: shop
        slot.name: millrace
      sink: {type: hubspot, token: "${env:TOKEN}", request-timeout: 30}
      mappings:
        - table: customers
          object: contacts
          id: ext_id
          fields: {ext_id: id}
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> started = new ArrayList<>();

  @Test
  void fiveFaultsAreFiveLinesAndExitCodeTwo() throws Exception {
    Path file = Files.writeString(folder.resolve("shop.yaml"), FIVE_FAULTS);
    for (String command : new String[] {"check", "run"}) {
      err.getBuffer().setLength(0);

      assertThat(millrace(command, "--config", file.toString())).isEqualTo(Millrace.REFUSED);

      assertThat(err.toString().lines())
          .containsExactly(
              file + ":3 source.hostnam: unknown key 'hostnam'; expected 'hostname'",
              file + ":5 source.port: 'many'; expected a whole number of 1 or more",
              file
                  + ":7 source.password: a secret as its own text, not repeated here; expected a"
                  + " secret's reference, ${env:NAME} or ${file:PATH}",
              file
                  + ":10 sink.request-timeout: '30'; expected a duration above 0 with its unit, such"
                  + " as 500 ms, 10 s or 1 min",
              file + ":12 mappings[0].table: 'customers'; expected <schema>.<table>",
              "5 faults; nothing was started.");
      assertThat(out.toString()).isEmpty();
      assertThat(started).isEmpty();
    }
  }

  @Test
  void anArgumentIsAFaultOfItsOwn() throws Exception {
    Path file = Files.writeString(folder.resolve("shop.yaml"), FIVE_FAULTS);

    assertThat(millrace("check", "--delivery.linger", "soon", "--config", file.toString()))
        .isEqualTo(Millrace.REFUSED);

    assertThat(err.toString())
        .contains("argument --delivery.linger: 'soon'; expected a duration")
        .endsWith("6 faults; nothing was started." + System.lineSeparator());
  }

  @Test
  void aMissingFileIsAFault() {
    assertThat(millrace("run", "--config", "nowhere.yaml")).isEqualTo(Millrace.REFUSED);
    assertThat(err.toString().lines())
        .containsExactly(
            "nowhere.yaml: no such file; expected a readable YAML file in UTF-8",
            "1 fault; nothing was started.");
  }

  @Test
  void aCommandLineWithoutItsPartsIsRefused() {
    assertThat(millrace("check")).isEqualTo(Millrace.REFUSED);
    assertThat(millrace("chekc")).isEqualTo(Millrace.REFUSED);
    assertThat(millrace()).isEqualTo(Millrace.REFUSED);

    assertThat(err.toString().lines())
        .containsExactly(
            "Missing required option: '--config=FILE'; see millrace check --help",
            "Unmatched argument at index 0: 'chekc'; nearest: check; see millrace --help",
            "Missing required subcommand; see millrace --help");
  }

  @Test
  void helpTellsTheCommandsAndTheExitCodes() {
    assertThat(millrace("--help")).isEqualTo(Millrace.OK);
    assertThat(out.toString()).contains("run", "check");
    assertThat(millrace("run", "--help")).isEqualTo(Millrace.OK);
    assertThat(out.toString()).contains("--config=FILE", "--delivery.max-in-flight 32");
  }

  private int millrace(String... arguments) {
    Supplier<StreamExecutionEnvironment> environments =
        () -> {
          started.add("an environment");
          return StreamExecutionEnvironment.getExecutionEnvironment();
        };
    return Millrace.run(environments, new PrintWriter(out), new PrintWriter(err), arguments);
  }
}

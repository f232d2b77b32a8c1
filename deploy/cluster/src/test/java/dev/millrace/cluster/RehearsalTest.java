package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--source=oracle | 'oracle': expected mysql or postgres",
        "--source=MYSQL --rate=-5 | --rate must be above 0",
        "--rate=NaN | --rate must be above 0",
        "--rows=0 | --rows must be at least 1000",
        "--bogus | Unknown option: '--bogus'",
      })
  void wrongArgumentsAreRefusedBeforeAnything(String arguments, String expected) {
    StringWriter err = new StringWriter();
    int exitCode =
        Rehearsal.commandLine(new Rehearsal())
            .setErr(new PrintWriter(err, true))
            .execute(arguments.split(" "));
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains(expected).hasLineCount(1);
  }
}

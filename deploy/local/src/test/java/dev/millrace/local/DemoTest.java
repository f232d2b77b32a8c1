package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--source=oracle | 'oracle': expected mysql or postgres",
        "--for=60 | '60': expected a number with ms, s, m or h, such as 60s",
        "--rate=0 | --rate must be above 0",
        "--rate=many | 'many' is not a double",
        "--service-time=-1 | --service-time must not be below 0",
        "--limits=tight | limits 'tight': expected none, free, professional, enterprise or oauth",
        "--report=r.json | --report needs --for",
        "--report=no-such-directory/r.json --for=1s | no-such-directory/r.json cannot be written",
        "--report=src --for=1s | src cannot be written",
        "--for=0s | --for must be above 0",
        "--warm-up=5s | --warm-up needs --for",
        "--rows=10 | --rows must be at least 1000",
        "--quick | Unknown option: '--quick'",
        "--rat=5 | Unknown option: '--rat=5'; nearest: --rate",
      })
  void wrongOptionsAreRefusedBeforeAnythingStarts(String arguments, String expected) {
    StringWriter errors = new StringWriter();
    CommandLine command = Demo.commandLine(new Demo()).setErr(new PrintWriter(errors, true));
    assertThat(command.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(errors.toString().trim())
        .contains(expected)
        .endsWith("; see demo --help")
        .hasLineCount(1);
  }

  @Test
  void takesTheFlagsOfTheReadme() {
    Demo demo = new Demo();
    new CommandLine(demo)
        .parseArgs("--source", "mysql", "--rate", "5000", "--for", "90s", "--report", "r.json");
    assertThat(demo.source.toString()).isEqualTo("mysql");
    assertThat(demo.rate).isEqualTo(5000);
    assertThat(demo.duration).isEqualTo(Duration.ofSeconds(90));
    assertThat(demo.report).hasToString("r.json");
    assertThat(demo.serviceTimeMs).isEqualTo(20);
    assertThat(demo.limits).isEqualTo("none");
  }
}

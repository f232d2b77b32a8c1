package dev.millrace.cdc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.TableId;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port | 0 | source.port is 0, expected a port, 1 to 65535",
        "port | 65536 | source.port is 65536, expected a port, 1 to 65535",
        "scan.snapshot.chunk-size | 0 | source.scan.snapshot.chunk-size is 0, expected a number above 0",
        "scan.snapshot.fetch-size | -5 | source.scan.snapshot.fetch-size is -5, expected a number above 0",
        "heartbeat.interval | 0 s | source.heartbeat.interval is 0 ms, expected a time above 0, of one day at most",
        "poll-interval | 0 | source.poll-interval is 0 ms, expected a time above 0, of one day at most",
        "connect.timeout | 25 h | source.connect.timeout is 25 h, expected a time above 0, of one day at most"
      })
  void refusesWhatNoSourceCanWorkWith(String option, String value, String message) {
    for (SourceType type : SourceType.values()) {
      Configuration source = new Configuration();
      source.set(SourceOptions.TYPE, type);
      source.setString(option, value);
      assertThatThrownBy(() -> ChangeSource.create(source, List.of(TableId.parse("a.b"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }
}

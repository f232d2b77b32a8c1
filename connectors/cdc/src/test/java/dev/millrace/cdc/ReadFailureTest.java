package dev.millrace.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

class ReadFailureTest {

  private static final String EDGE = "jane@example.com";
  private static final String SPLIT =
      "Read split SnapshotSplit{splitId='s.t:1', splitStart=[" + EDGE + "]} error due to refused.";

  @Test
  void keepsTheCauseAndLeavesTheChunksEdgesOut() {
    ConnectException cause = new ConnectException("refused");
    IOException failure = ReadFailure.of(new IOException(new FlinkRuntimeException(SPLIT, cause)));
    assertThat(failure).hasMessage("the database could not be read: refused").hasCause(cause);
    assertThat(failure).hasStackTraceContaining("ConnectException");
    assertThat(ExceptionUtils.stringifyException(failure)).doesNotContain(EDGE);
  }

  @Test
  void aChunksEdgesAreLeftOutWhereThereIsNothingElse() {
    assertThat(ReadFailure.of(new IOException(new FlinkRuntimeException(SPLIT))))
        .hasMessage("the database could not be read: java.io.IOException")
        .hasNoCause();
  }
}

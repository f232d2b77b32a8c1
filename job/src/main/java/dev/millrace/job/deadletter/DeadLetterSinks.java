package dev.millrace.job.deadletter;

import dev.millrace.crm.operator.DeadLetterOptions;
import java.time.ZoneOffset;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.DateTimeBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * The sinks that a {@code dead-letters} section describes. They take each dead letter as its JSON.
 */
public final class DeadLetterSinks {

  /** How finished files end; Flink gives those under way another end. */
  public static final String SUFFIX = ".jsonl";

  private DeadLetterSinks() {}

  /**
   * Posts them. When a checkpoint completes, every dead letter before it was accepted.
   *
   * @param options the section, keys without {@code dead-letters.}
   */
  public static Sink<String> byHttp(Configuration options) {
    return new HttpDeadLetterSink(options);
  }

  /**
   * Writes them down. When a checkpoint completes, every dead letter before it is in a file that
   * only has its name to get.
   *
   * @param options the section, keys without {@code dead-letters.}
   */
  public static Sink<String> toFiles(Configuration options) {
    return FileSink.forRowFormat(
            new Path(options.get(DeadLetterOptions.DIRECTORY)),
            new SimpleStringEncoder<String>("UTF-8"))
        .withBucketAssigner(new DateTimeBucketAssigner<>("yyyy-MM-dd", ZoneOffset.UTC))
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .withOutputFileConfig(
            OutputFileConfig.builder()
                .withPartPrefix("dead-letters")
                .withPartSuffix(SUFFIX)
                .build())
        .build();
  }
}

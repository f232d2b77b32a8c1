package dev.millrace.job.topology;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.flink.HandedOnTypeInfo;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.operator.DeliverOperatorFactory;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.PipelineOptions;
import dev.millrace.job.config.SourceConfig;
import dev.millrace.job.mapping.ChangeMapper;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.operators.SlotSharingGroup;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Lays out the job: for each source one chain {@code source -> map -> deliver}, which is one task a
 * subtask. Operators' uids, by which a savepoint knows them, are {@code source-<source name>},
 * {@code map-<source name>} and {@code deliver-<source name>}; they never change.
 */
public final class JobTopology {

  private JobTopology() {}

  /**
   * Adds the job to an environment and settles what it needs of it; what the cluster or the user
   * has set stays, except what would break the chain. Asks no database and no CRM, reads no secret.
   *
   * @throws IllegalArgumentException when an option of a section is out of range, naming it
   */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    JobSettings.apply(env, config.pipeline());
    for (SourceConfig source : config.sources()) {
      chain(
          env,
          config,
          source,
          ChangeSource.create(source.options(), source.tables()),
          new DeliverOperatorFactory(config.sink(), config.delivery()));
    }
  }

  /** One source's chain; of the job's parallelism, since a different one would break it. */
  static void chain(
      StreamExecutionEnvironment env,
      JobConfig config,
      SourceConfig source,
      Source<ChangeEvent, ?, ?> changes,
      DeliverOperatorFactory deliver) {
    String name = source.name();
    int parallelism = config.pipeline().get(PipelineOptions.PARALLELISM);
    // Several sources do not share a slot, so that Flink spreads them over the cluster.
    SlotSharingGroup slots =
        SlotSharingGroup.newBuilder(config.sources().size() > 1 ? name : "default").build();
    env.fromSource(
            changes,
            WatermarkStrategy.noWatermarks(),
            "source " + name,
            HandedOnTypeInfo.of(ChangeEvent.class))
        .uid("source-" + name)
        .setParallelism(parallelism)
        .slotSharingGroup(slots)
        .flatMap(new ChangeMapper(config.mappings(source)))
        .returns(HandedOnTypeInfo.of(CrmRecord.class))
        .name("map " + name)
        .uid("map-" + name)
        .setParallelism(parallelism)
        .slotSharingGroup(slots)
        .transform("deliver " + name, Types.VOID, deliver)
        .uid("deliver-" + name)
        .setParallelism(parallelism)
        .slotSharingGroup(slots);
  }
}

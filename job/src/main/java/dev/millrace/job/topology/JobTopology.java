package dev.millrace.job.topology;

import dev.millrace.cdc.ChangeSource;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.flink.HandedOnTypeInfo;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.crm.operator.DeadLetterOptions;
import dev.millrace.crm.operator.DeadLetterType;
import dev.millrace.crm.operator.DeliverOperatorFactory;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.PipelineOptions;
import dev.millrace.job.config.SourceConfig;
import dev.millrace.job.config.TuningSection;
import dev.millrace.job.deadletter.DeadLetterSinks;
import dev.millrace.job.mapping.ChangeMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.operators.SlotSharingGroup;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Lays out the job: for each source one chain {@code source -> map -> deliver}, which is one task a
 * subtask. Operators' uids, by which a savepoint knows them, are {@code source-<source name>},
 * {@code map-<source name>}, {@code deliver-<source name>}, and {@code dead-letters} or {@code
 * dead-letters-http}; they never change.
 */
public final class JobTopology {

  private static final String FILES = "dead-letters";

  private JobTopology() {}

  /**
   * Adds the job to an environment and settles what it needs of it; what the cluster or the user
   * has set stays, except what would break the chain. Asks no database and no CRM, reads no secret.
   *
   * @throws IllegalArgumentException when an option of a section is out of range, naming it
   */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    build(env, config, source -> ChangeSource.create(source.options(), source.tables()));
  }

  /**
   * The same with changes from elsewhere: benchmarks generate them.
   *
   * @param changes what to read in place of a source's log
   */
  public static void build(
      StreamExecutionEnvironment env,
      JobConfig config,
      Function<SourceConfig, Source<ChangeEvent, ?, ?>> changes) {
    JobSettings.apply(env, config.pipeline());
    Configuration deadLetters = config.deadLetters();
    boolean storesDeadLetters = deadLetters.contains(DeadLetterOptions.TYPE);
    List<DataStream<String>> letters = new ArrayList<>();
    for (SourceConfig source : config.sources()) {
      DeliverOperatorFactory deliver =
          new DeliverOperatorFactory(config.sink(), config.delivery())
              .rows(new SourceRows(config, source))
              .tuning(new TuningSection());
      if (storesDeadLetters) {
        deliver.deadLetters(deadLetters);
      }
      letters.add(chain(env, config, source, changes.apply(source), deliver));
    }
    if (storesDeadLetters) {
      store(letters, deadLetters, slots(config, config.sources().get(0)));
    }
  }

  /**
   * Of all sources, since there are few; a task of its own, so that the chains stay as they are.
   */
  private static void store(
      List<DataStream<String>> letters, Configuration deadLetters, SlotSharingGroup slots) {
    DataStream<String> all = letters.get(0);
    for (DataStream<String> more : letters.subList(1, letters.size())) {
      all = all.union(more);
    }
    if (deadLetters.get(DeadLetterOptions.TYPE) == DeadLetterType.FILE) {
      store(all.global(), DeadLetterSinks.toFiles(deadLetters), FILES, slots);
      return;
    }
    store(all.global(), DeadLetterSinks.byHttp(deadLetters), "dead-letters-http", slots);
    if (deadLetters.contains(DeadLetterOptions.DIRECTORY)) {
      // What a savepoint of the time before has of files is finished, and nothing more written.
      DataStream<String> none =
          all.global()
              .filter(letter -> false)
              .name("no dead letters")
              .uid(FILES + "-none")
              .setParallelism(1)
              .slotSharingGroup(slots);
      store(none, DeadLetterSinks.toFiles(deadLetters), FILES, slots);
    }
  }

  private static void store(
      DataStream<String> letters, Sink<String> sink, String uid, SlotSharingGroup slots) {
    letters.sinkTo(sink).name("dead letters").uid(uid).setParallelism(1).slotSharingGroup(slots);
  }

  /** Several sources do not share a slot, so that Flink spreads them over the cluster. */
  private static SlotSharingGroup slots(JobConfig config, SourceConfig source) {
    return SlotSharingGroup.newBuilder(config.sources().size() > 1 ? source.name() : "default")
        .build();
  }

  /**
   * One source's chain; of the job's parallelism, since a different one would break it. Gives its
   * dead letters.
   */
  static DataStream<String> chain(
      StreamExecutionEnvironment env,
      JobConfig config,
      SourceConfig source,
      Source<ChangeEvent, ?, ?> changes,
      DeliverOperatorFactory deliver) {
    String name = source.name();
    int parallelism = config.pipeline().get(PipelineOptions.PARALLELISM);
    SlotSharingGroup slots = slots(config, source);
    return env.fromSource(
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
        .slotSharingGroup(slots)
        .getSideOutput(DeadLetter.OUTPUT);
  }
}

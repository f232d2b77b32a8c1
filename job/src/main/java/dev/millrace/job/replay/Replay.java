package dev.millrace.job.replay;

import dev.millrace.cdc.RowReader;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Operation;
import dev.millrace.change.RowKey;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.Refusal;
import dev.millrace.crm.http.LocalDelivery;
import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.crm.operator.DeadLetterOptions;
import dev.millrace.crm.operator.DeliveryOptions;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.SourceConfig;
import dev.millrace.job.mapping.RowMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the current rows of dead letters.
 *
 * <p>Safe beside a running job: what was read may be older than what the job delivers before this
 * does, so that the rows are read once more after everything was accepted, and what has changed is
 * delivered again, until nothing has. A change committed after that last look is delivered by the
 * job, and then after this.
 */
public final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  /** A row that has changed after each of them is one that the job delivers again and again. */
  private static final int MOST_ROUNDS = 20;

  private final JobConfig config;
  private final ReplayReport report = new ReplayReport();

  public Replay(JobConfig config) {
    this.config = config;
  }

  /**
   * Replays them all.
   *
   * @throws SQLException when a database cannot be read
   * @throws IOException when nothing can be delivered at all
   */
  public ReplayReport run(List<StoredLetter> letters)
      throws IOException, SQLException, InterruptedException {
    Map<SourceConfig, List<ReplayedRecord>> bySource = new LinkedHashMap<>();
    for (StoredLetter stored : latest(letters)) {
      MappingConfig mapping = mapping(stored.letter());
      if (mapping == null) {
        report.left(stored, "no mapping of the table to the object");
      } else {
        bySource
            .computeIfAbsent(source(mapping), source -> new ArrayList<>())
            .add(new ReplayedRecord(stored, mapping));
      }
    }
    try (LocalDelivery delivery = new LocalDelivery(config.sink(), settings(config.delivery()))) {
      for (Map.Entry<SourceConfig, List<ReplayedRecord>> source : bySource.entrySet()) {
        replay(source.getKey(), source.getValue(), delivery);
      }
    }
    return report;
  }

  /**
   * The job's, but that refusals do not stop it, all of the letters having been refused before, and
   * that it is not paused.
   */
  static DeliverySettings settings(Configuration delivery) {
    delivery.removeConfig(DeliveryOptions.PAUSED);
    Configuration refusals = new Configuration();
    refusals.set(DeadLetterOptions.MAX_RATE, 1.0);
    return DeliveryOptions.settings(delivery, refusals);
  }

  /**
   * The last letter of each record; the earlier ones are superseded by it. Where the last is the
   * note that the job has delivered the record since, none.
   */
  private Collection<StoredLetter> latest(List<StoredLetter> letters) {
    Map<List<Object>, StoredLetter> latest = new LinkedHashMap<>();
    for (StoredLetter stored : letters) {
      for (List<Object> subject : subjects(stored.letter())) {
        StoredLetter before = latest.get(subject);
        if (before == null) {
          latest.put(subject, stored);
        } else if (before.letter().position().compareTo(stored.letter().position()) <= 0) {
          superseded(before);
          latest.put(subject, stored);
        } else {
          superseded(stored);
        }
      }
    }
    latest.values().removeIf(stored -> stored.letter().isDelivered());
    return latest.values();
  }

  /** What a letter is of: a record, or a row where it has no id; a note is of both. */
  private static List<List<Object>> subjects(DeadLetter letter) {
    List<List<Object>> subjects = new ArrayList<>();
    if (letter.externalId() != null) {
      subjects.add(List.of(letter.row().table(), letter.object(), letter.externalId()));
    }
    if (letter.externalId() == null || letter.isDelivered()) {
      subjects.add(List.of(letter.row(), letter.object()));
    }
    return subjects;
  }

  private void superseded(StoredLetter stored) {
    if (!stored.letter().isDelivered()) {
      report.superseded();
    }
  }

  private MappingConfig mapping(DeadLetter letter) {
    return config.mappings().stream()
        .filter(
            mapping ->
                mapping.table().equals(letter.row().table())
                    && mapping.object().equals(letter.object())
                    && (letter.idField() == null || mapping.id().equals(letter.idField())))
        .findFirst()
        .orElse(null);
  }

  private SourceConfig source(MappingConfig mapping) {
    return config.sources().stream()
        .filter(source -> source.name().equals(mapping.source()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no source of " + mapping));
  }

  private void replay(SourceConfig source, List<ReplayedRecord> records, LocalDelivery delivery)
      throws IOException, SQLException, InterruptedException {
    RowMapper mapper = new RowMapper(config.mappings(source));
    try (RowReader reader = RowReader.open(source.options(), source.tables())) {
      OtherRows others = new OtherRows(config.mappings(), source.name(), reader, mapper);
      List<ReplayedRecord> open = records;
      for (int round = 1; !open.isEmpty() && round <= MOST_ROUNDS; round++) {
        Map<RowKey, ChangeEvent> rows =
            reader.read(
                open.stream().map(ReplayedRecord::row).distinct().collect(Collectors.toList()));
        List<ReplayedRecord> sent = new ArrayList<>();
        List<CrmRecord> toDeliver = new ArrayList<>();
        for (ReplayedRecord record : open) {
          CrmRecord next = record.next(rows.get(record.row()), mapper, others);
          if (next != null) {
            sent.add(record);
            toDeliver.add(next);
          }
        }
        LOG.info("Replay, round {}: {} records of {}", round, toDeliver.size(), source.name());
        for (Refusal refusal : delivery.deliver(toDeliver)) {
          sent.removeIf(record -> record.refusedBy(refusal));
        }
        open = sent;
      }
      open.forEach(ReplayedRecord::stillChanges);
    }
    records.forEach(record -> record.tell(report));
  }

  static boolean isThere(ChangeEvent row) {
    return row.operation() != Operation.DELETE;
  }
}

package dev.millrace.crm.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.ColumnType;
import dev.millrace.change.LogProgress;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryEngineBuilder;
import dev.millrace.crm.delivery.DeliverySettings;
import dev.millrace.crm.delivery.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.function.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends the holding back after a restore, and what does not. The log ended at 10 then. */
class RecoveryTest {

  private static final RecordType CONTACTS = new RecordType("contacts", "id", List.of("name"));

  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("shop", "customers"),
          List.of(new Column("id", ColumnType.of(ColumnType.Kind.STRING, "text"), false)),
          List.of("id"));

  private static final RowReference REFERENCE =
      new RowReference(
          "contacts", new RowKey(SCHEMA.table(), Map.of("id", "a")), SourcePosition.lsn(1), 1, 1L);

  private final Mails mailbox = new Mails();
  private final List<CrmRequest> sent = new ArrayList<>();
  private Transport.Callback last;
  private DeliveryEngine engine;
  private Recovery recovery;

  @BeforeEach
  void start() {
    LogProgress.readTo(null);
    Configuration sink = new Configuration();
    sink.set(SinkOptions.TYPE, "line");
    sink.set(SinkOptions.BASE_URL, "http://localhost");
    engine =
        new DeliveryEngineBuilder(
                CrmConnectors.create(sink),
                DeliverySettings.builder().build(),
                (request, renew, callback) -> {
                  sent.add(request);
                  last = callback;
                },
                at -> {},
                refusal -> {})
            .build();
    recovery = recovery(new Rows(true, Map.of()));
  }

  private Recovery recovery(RowLookup rows) {
    return new Recovery(
        rows,
        engine,
        mailbox,
        1_000,
        Duration.ofHours(1),
        new FlinkDeliveryMetrics(new UnregisteredMetricsGroup()));
  }

  @AfterEach
  void stop() {
    recovery.close();
    LogProgress.readTo(null);
  }

  @Test
  void withoutAChangeNothingIsHeld() throws Exception {
    recovery.begin(List.of());
    recovery.awaitRows();

    assertThat(recovery.isHolding()).isFalse();
  }

  @Test
  void whatOtherTasksReadOfTheSnapshotTheLogMayRepeat() throws Exception {
    recovery = recovery(new Rows(false, Map.of()));
    recovery.othersRead();
    take(record("a", 4, false));
    engine.flush();
    assertThat(recovery.isHolding()).isTrue();
    assertThat(sent).isEmpty();

    take(record("a", 12, false));
    assertThat(recovery.isHolding()).isFalse();
    assertThat(sent).hasSize(1);
  }

  @Test
  void anErrorThatTheDatabaseIsAskedWithFailsTheTask() {
    recovery =
        recovery(
            new Rows(true, Map.of()) {
              private static final long serialVersionUID = 1L;

              @Override
              public Session open() {
                throw new NoClassDefFoundError("of the driver");
              }
            });
    recovery.begin(List.of());

    assertThatThrownBy(() -> take(record("a", 4, false)))
        .hasRootCauseInstanceOf(NoClassDefFoundError.class);
  }

  /** MySQL: Flink CDC leaves out of the log what a chunk of this run has. */
  @Test
  void behindTheSnapshotOfAFirstRunItIsTheSourceThatLeavesOutWhatTheLogRepeats() throws Exception {
    recovery = recovery(new Rows(false, Map.of()));
    take(record("b", 1, true));
    LogProgress.readTo(SourcePosition.lsn(3));
    take(record("a", 4, false));

    assertThat(recovery.isHolding()).isFalse();
  }

  @Test
  void aChainThatIsGivenItsLogLaterHoldsWhatThatRepeats() throws Exception {
    recovery.begin(List.of());
    recovery.awaitRows();
    LogProgress.readTo(SourcePosition.lsn(3));

    take(record("a", 4, false));
    assertThat(recovery.isHolding()).isTrue();
    take(record("a", 10, false));

    assertThat(recovery.isHolding()).isFalse();
  }

  /** MySQL: the run before may have gone on from the snapshot to the log. */
  @Test
  void behindASnapshotThatARestoreWentOnWithTheLogIsReadToItsEnd() throws Exception {
    recovery = recovery(new Rows(false, Map.of()));
    recovery.begin(List.of());
    recovery.awaitRows();
    take(record("b", 1, true));
    engine.flush();
    assertThat(recovery.isHolding()).isFalse();
    last.onResponse(new CrmResponse(200, Map.of(), new byte[0]));
    LogProgress.readTo(SourcePosition.lsn(3));

    take(record("a", 4, false));
    engine.flush();
    assertThat(recovery.isHolding()).isTrue();
    take(record("a", 10, false));

    assertThat(recovery.isHolding()).isFalse();
  }

  @Test
  void aRowThatWasReadBeforeTheLogIsNotFollowedByItsOlderVersions() throws Exception {
    recovery = recovery(new Rows(false, Map.of(REFERENCE, List.of(record("a", 9, false)))));
    recovery.begin(List.of(REFERENCE));
    recovery.awaitRows();
    assertThat(sent).as("as it is now").hasSize(1);
    last.onResponse(new CrmResponse(200, Map.of(), new byte[0]));
    LogProgress.readTo(SourcePosition.lsn(3));

    take(record("a", 4, false));
    engine.flush();
    assertThat(sent).as("as it was").hasSize(1);
    take(record("a", 10, false));

    assertThat(sent).hasSize(2);
  }

  @Test
  void aRowThatCannotBeMappedIsNotBlamedOnTheDatabase() {
    SuppressRestartsException wrongMapping =
        new SuppressRestartsException(new IllegalStateException("mappings[0]"));
    RowLookup failing =
        new Rows(false, Map.of()) {
          @Override
          public Session open() {
            throw wrongMapping;
          }
        };
    recovery = recovery(failing);
    recovery.begin(List.of(REFERENCE));

    assertThatThrownBy(recovery::awaitRows).hasCause(wrongMapping);
  }

  @Test
  void aLogThatWasReadToItsEndIsNotWaitedFor() throws Exception {
    LogProgress.readTo(SourcePosition.lsn(10));
    recovery.begin(List.of());
    take(record("a", 9, false));

    assertThat(recovery.isHolding()).isFalse();
  }

  @Test
  void theSnapshotOfATableThatJoinedIsSentAndTheLogReadToItsEndBehindIt() throws Exception {
    Rows rows = new Rows(false, Map.of());
    recovery = recovery(rows);
    LogProgress.readTo(SourcePosition.lsn(3));
    recovery.begin(List.of());
    take(record("a", 4, false));
    engine.flush();
    assertThat(sent).isEmpty();

    take(record("b", 12, true));
    engine.flush();
    assertThat(recovery.isHolding()).isTrue();
    assertThat(sent).hasSize(1);

    rows.end = 14;
    take(record("b", 10, false));
    assertThat(recovery.isHolding()).as("b is older than its row of the snapshot").isTrue();
    take(record("a", 14, false));
    assertThat(recovery.isHolding()).isFalse();
  }

  /** Postgres, restored in its snapshot: what that reads again is newer than the restore. */
  @Test
  void behindASnapshotThatIsReadAgainTheLogIsReadToItsEndThen() throws Exception {
    Rows rows = new Rows(true, Map.of());
    recovery = recovery(rows);
    LogProgress.readTo(SourcePosition.lsn(3));
    recovery.begin(List.of());
    recovery.awaitRows();
    take(record("a", 15, true));
    engine.flush();
    assertThat(sent).as("the row").hasSize(1);
    last.onResponse(new CrmResponse(200, Map.of(), new byte[0]));

    rows.end = 20;
    take(record("a", 4, false));
    take(record("a", 12, false));
    engine.flush();
    assertThat(recovery.isHolding()).isTrue();
    assertThat(sent).as("versions before the row's").hasSize(1);

    take(record("a", 20, false));
    assertThat(recovery.isHolding()).isFalse();
    assertThat(sent).hasSize(2);
  }

  /** A stop with drain: what is held is older than what the CRM may have. */
  @Test
  void theInputDoesNotEndWhileRecordsAreHeld() throws Exception {
    recovery.begin(List.of());
    take(record("a", 4, false));
    assertThatThrownBy(recovery::endInput).hasMessageContaining("Stop it without --drain");
    engine.flush();
    assertThat(sent).isEmpty();

    LogProgress.readTo(SourcePosition.lsn(10));
    recovery.endInput();
    engine.flush();
    assertThat(sent).hasSize(1);
  }

  private void take(CrmRecord record) throws InterruptedException {
    recovery.before(record);
    engine.offer(record);
    recovery.after(record);
  }

  private static CrmRecord record(String id, long position, boolean snapshot) {
    Row row =
        new Row() {
          @Override
          public TableSchema schema() {
            return SCHEMA;
          }

          @Override
          public Object value(int column) {
            return id;
          }
        };
    return CrmRecord.upsert(
        CONTACTS,
        id,
        new Object[] {"name"},
        new ChangeEvent(Operation.INSERT, null, row, SourcePosition.lsn(position), 1, snapshot));
  }

  /** A database whose log ends at 10, if a test does not say otherwise. */
  private static class Rows implements RowLookup {

    private static final long serialVersionUID = 1L;

    private volatile long end = 10;
    private final boolean repeatsSnapshot;
    private final transient Map<RowReference, List<CrmRecord>> found;

    Rows(boolean repeatsSnapshot, Map<RowReference, List<CrmRecord>> found) {
      this.repeatsSnapshot = repeatsSnapshot;
      this.found = found;
    }

    @Override
    public Session open() {
      return new Session() {
        @Override
        public Map<RowReference, List<CrmRecord>> read(List<RowReference> references) {
          return found;
        }

        @Override
        public SourcePosition logEnd() {
          return SourcePosition.lsn(end);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public boolean logRepeatsSnapshot() {
      return repeatsSnapshot;
    }
  }

  /** Runs mails when the task yields. */
  private static final class Mails implements MailboxExecutor {

    private final BlockingQueue<ThrowingRunnable<? extends Exception>> mails =
        new LinkedBlockingQueue<>();

    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String format,
        Object... args) {
      mails.add(command);
    }

    @Override
    public void yield() throws InterruptedException {
      ThrowingRunnable<? extends Exception> mail = mails.poll(30, TimeUnit.SECONDS);
      assertThat(mail).as("a mail").isNotNull();
      try {
        mail.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public boolean tryYield() {
      return false;
    }

    @Override
    public boolean shouldInterrupt() {
      return false;
    }
  }
}

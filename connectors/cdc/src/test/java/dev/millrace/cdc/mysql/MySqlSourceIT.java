package dev.millrace.cdc.mysql;

import static dev.millrace.cdc.SourceRun.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.cdc.RowReader;
import dev.millrace.cdc.SourceRun;
import dev.millrace.cdc.SourceType;
import dev.millrace.cdc.check.SourceCheck;
import dev.millrace.change.ChangeEvent;
import dev.millrace.change.Column;
import dev.millrace.change.Operation;
import dev.millrace.change.Row;
import dev.millrace.change.RowKey;
import dev.millrace.change.SourcePosition;
import dev.millrace.change.TableId;
import dev.millrace.change.TableSchema;
import dev.millrace.databases.DatabaseServer;
import dev.millrace.databases.Databases;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlSourceIT {

  /** Declaration, literal, and the Java value that must come out. */
  private static final Object[][] TYPES = {
    {"TINYINT", "-128", (short) -128},
    {"TINYINT UNSIGNED", "255", (short) 255},
    {"TINYINT(1)", "1", true},
    {"BOOLEAN", "FALSE", false},
    {"SMALLINT", "-32768", (short) -32768},
    {"SMALLINT UNSIGNED", "65535", 65535},
    {"MEDIUMINT", "-8388608", -8388608},
    {"MEDIUMINT UNSIGNED", "16777215", 16777215},
    {"INT", "-2147483648", -2147483648},
    {"INT UNSIGNED", "4294967295", 4294967295L},
    {"INT(6) ZEROFILL", "42", 42L},
    {"BIGINT", "-9223372036854775808", Long.MIN_VALUE},
    {"BIGINT UNSIGNED", "18446744073709551615", new BigDecimal("18446744073709551615")},
    {
      "DECIMAL(65,30)",
      "-12345678901234567890123456789012345.123456789012345678901234567890",
      new BigDecimal("-12345678901234567890123456789012345.123456789012345678901234567890")
    },
    {"NUMERIC", "7", new BigDecimal("7")},
    {"DECIMAL(10,2) UNSIGNED", "1.50", new BigDecimal("1.50")},
    {"FLOAT", "1.5", 1.5f},
    {"FLOAT(7,3)", "1.125", 1.125f},
    {"FLOAT(53)", "2.25", 2.25d},
    {"DOUBLE", "0.1", 0.1d},
    {"REAL", "-3.25", -3.25d},
    {"BIT(1)", "b'1'", true},
    {"BIT(12)", "b'101000000001'", "0x0a01"},
    {"BIT(64)", "x'8000000000000001'", "0x8000000000000001"},
    {"YEAR", "2155", 2155},
    {"DATE", "'2026-02-28'", LocalDate.of(2026, 2, 28)},
    {"TIME", "'-838:59:59'", "-838:59:59"},
    {"TIME(6)", "'07:08:09.000012'", "07:08:09.000012"},
    {"DATETIME", "'1000-01-01 00:00:00'", LocalDateTime.of(1000, 1, 1, 0, 0)},
    {
      "DATETIME(3)", "'2026-03-29 02:30:00.123'", LocalDateTime.of(2026, 3, 29, 2, 30, 0, 123000000)
    },
    {
      "DATETIME(6)",
      "'9999-12-31 23:59:59.999999'",
      LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999999000)
    },
    {"TIMESTAMP NULL", "'2026-03-29 02:30:00'", Instant.parse("2026-03-29T02:30:00Z")},
    {
      "TIMESTAMP(6) NULL",
      "'2026-10-25 00:30:00.000001'",
      Instant.parse("2026-10-25T00:30:00.000001Z")
    },
    {"CHAR(5)", "'ab'", "ab"},
    {"VARCHAR(200) CHARACTER SET utf8mb4", "'na\u00efve \uD83D\uDE80'", "na\u00efve \uD83D\uDE80"},
    {"VARCHAR(20) CHARACTER SET latin1", "'\u00e9'", "\u00e9"},
    {"VARCHAR(20) DEFAULT 'standard'", "NULL", null},
    {"TEXT", "'long'", "long"},
    {"LONGTEXT", "''", ""},
    {"BINARY(4)", "x'00ff'", "0x00ff0000"},
    {"VARBINARY(10)", "x'00ff00'", "0x00ff00"},
    {"BLOB", "x'cafe'", "0xcafe"},
    {"LONGBLOB", "x''", "0x"},
    {"ENUM('new','won, lost')", "'won, lost'", "won, lost"},
    {"SET('a','b','c')", "'c,a'", "a,c"},
    {"JSON", "'{\"b\": [1, 2.5, null], \"a\": \"x\"}'", "{\"a\": \"x\", \"b\": [1, 2.5, null]}"},
    {
      "POINT SRID 4326",
      "ST_GeomFromText('POINT(1 2)', 4326)",
      "0xe610000001010000000000000000000040000000000000f03f"
    },
    {
      "GEOMETRY",
      "ST_GeomFromText('POINT(1 2)')",
      "0x000000000101000000000000000000f03f0000000000000040"
    },
    {"INT", "NULL", null},
  };

  private static final TableId TYPES_TABLE = TableId.parse("shop.all_types");

  private static DatabaseServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws SQLException {
    server = Databases.mysql();
    execute("CREATE DATABASE shop");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Configuration options() {
    return SourceRun.options(SourceType.MYSQL, server, directory);
  }

  @Test
  void everyTypeComesWholeFromSnapshotAndLog() throws Exception {
    StringBuilder columns = new StringBuilder("id BIGINT NOT NULL PRIMARY KEY");
    StringBuilder literals = new StringBuilder();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < TYPES.length; i++) {
      columns.append(", c").append(i).append(' ').append(TYPES[i][0]);
      literals.append(", ").append(TYPES[i][1]);
      expected.add(TYPES[i][2]);
    }
    String nulls = String.join("", Collections.nCopies(TYPES.length, ", NULL"));
    execute(
        "CREATE TABLE shop.all_types (" + columns + ")",
        "INSERT INTO shop.all_types VALUES (1" + literals + ")");

    try (SourceRun run = SourceRun.start(options(), List.of(TYPES_TABLE))) {
      ChangeEvent read = run.take(1).get(0);
      assertThat(read.snapshot()).isTrue();
      assertThat(read.operation()).isEqualTo(Operation.INSERT);
      assertThat(read.position()).isEqualTo(SourcePosition.SNAPSHOT);
      assertThat(read.commitTimeMillis()).isZero();
      assertThat(values(read.after())).isEqualTo(withId(1, expected));
      assertClasses(read.after());
      assertThat(read.schema()).isEqualTo(overJdbc());
      assertThat(read.schema().primaryKey()).containsExactly("id");

      execute(
          "INSERT INTO shop.all_types VALUES (2" + literals + ")",
          "UPDATE shop.all_types SET c0 = 5, c48 = 6 WHERE id = 2",
          "INSERT INTO shop.all_types VALUES (3" + nulls + ")",
          "DELETE FROM shop.all_types WHERE id = 1",
          "UPDATE shop.all_types SET id = 4 WHERE id = 3");
      List<ChangeEvent> logged = run.take(6);
      List<Object> updated = new ArrayList<>(expected);
      updated.set(0, (short) 5);
      updated.set(48, 6);
      List<Object> allNull = Collections.nCopies(TYPES.length, null);
      assertThat(logged)
          .extracting(MySqlSourceIT::images)
          .containsExactly(
              Arrays.asList(Operation.INSERT, null, withId(2, expected)),
              Arrays.asList(Operation.UPDATE, withId(2, expected), withId(2, updated)),
              Arrays.asList(Operation.INSERT, null, withId(3, allNull)),
              Arrays.asList(Operation.DELETE, withId(1, expected), null),
              Arrays.asList(Operation.DELETE, withId(3, allNull), null),
              Arrays.asList(Operation.INSERT, null, withId(4, allNull)));
      assertClasses(logged.get(0).after());
      assertThat(logged)
          .extracting(ChangeEvent::schema)
          .allSatisfy(schema -> assertThat(schema).isSameAs(read.schema()));
      assertThat(logged).noneMatch(ChangeEvent::snapshot);
      assertThat(logged).allMatch(change -> change.commitTimeMillis() > 1_700_000_000_000L);
      assertThat(logged).extracting(ChangeEvent::position).isSorted();
      assertThat(logged.get(0).position()).isGreaterThan(SourcePosition.SNAPSHOT);
      assertReadsTheSame(logged.get(1), logged.get(5));

      execute(
          "ALTER TABLE shop.all_types DROP COLUMN c1, ADD COLUMN count INTEGER UNSIGNED AFTER c0,"
              + " ADD agreed BOOL, ADD price DEC(5,1), ADD ratio DOUBLE PRECISION, ADD small INT2,"
              + " ADD filled MIDDLEINT ZEROFILL, ADD tiny INT1 UNSIGNED",
          "UPDATE shop.all_types SET count = 3000000000, agreed = TRUE, price = 1.5, ratio = 0.5,"
              + " small = -2, filled = 16777215, tiny = 255 WHERE id = 4");
      ChangeEvent altered = run.take(1).get(0);
      assertThat(altered.schema()).isEqualTo(overJdbc());
      assertThat(values(altered.after()))
          .startsWith(4L, null, 3000000000L)
          .endsWith(true, new BigDecimal("1.5"), 0.5d, (short) -2, 16777215, (short) 255);
      assertReadsTheSame(altered);
      assertThat(run.left()).isEmpty();
    }
  }

  /** The rows as they are in the table, by their keys, against what the log told of them last. */
  private void assertReadsTheSame(ChangeEvent... latest) throws SQLException {
    RowKey gone = new RowKey(TYPES_TABLE, Map.of("id", "77"));
    List<RowKey> keys = new ArrayList<>(List.of(gone));
    for (ChangeEvent change : latest) {
      keys.add(RowKey.of(change.schema(), change.schema().primaryKeyOf(change.after())));
    }
    try (RowReader reader = RowReader.open(options(), List.of(TYPES_TABLE))) {
      Map<RowKey, ChangeEvent> read = reader.read(keys);
      assertThat(read.keySet()).containsExactlyElementsOf(keys);
      for (int i = 0; i < latest.length; i++) {
        ChangeEvent now = read.get(keys.get(i + 1));
        assertThat(values(now.after())).isEqualTo(values(latest[i].after()));
        assertClasses(now.after());
        assertThat(now.schema()).isEqualTo(latest[i].schema());
        assertThat(now.operation()).isEqualTo(Operation.INSERT);
        assertThat(now.position())
            .isGreaterThan(latest[i].position())
            .isLessThanOrEqualTo(reader.logEnd());
      }
      assertThat(read.get(gone).operation()).isEqualTo(Operation.DELETE);
      assertThat(values(read.get(gone).before())).startsWith(77L, Row.UNCHANGED);
    }
  }

  @Test
  void rowsAreFoundByTheirWholeKeyAndByEachColumnOfWhateverType() throws Exception {
    TableId table = TableId.parse("shop.keys-of-types");
    execute(
        "CREATE TABLE shop.`keys-of-types` (a VARCHAR(20), b DECIMAL(20,4), c DATETIME(6), d BINARY(3),"
            + " e TIMESTAMP(6), f BIGINT UNSIGNED, v INT, PRIMARY KEY (f, a, b, c, d, e))",
        "INSERT INTO shop.`keys-of-types` VALUES"
            + " ('O''Neil', 1.5, '2026-03-29 02:30:00.000001', x'00ff01', '2026-03-29 02:30:00.000001', 18446744073709551615, 1),"
            + " ('x', 1.5, '2026-03-29 02:30:00.000001', x'00ff01', '2026-03-29 02:30:00.000001', 18446744073709551615, 2)");
    try (SourceRun run = SourceRun.start(options(), List.of(table));
        RowReader reader = RowReader.open(options(), List.of(table))) {
      List<RowKey> keys = new ArrayList<>();
      for (ChangeEvent change : run.take(2)) {
        keys.add(RowKey.of(change.schema(), change.schema().primaryKeyOf(change.after())));
      }
      execute("DELETE FROM shop.`keys-of-types` WHERE v = 2");
      assertThat(reader.read(keys).values())
          .extracting(ChangeEvent::operation)
          .containsExactlyInAnyOrder(Operation.INSERT, Operation.DELETE);
      execute("UPDATE shop.`keys-of-types` SET v = 3");
      assertThat(reader.read(keys).values())
          .filteredOn(change -> change.operation() == Operation.INSERT)
          .extracting(change -> change.after().value(6))
          .containsExactly(3);
      RowKey left =
          keys.stream().filter(key -> key.columns().containsValue("O'Neil")).findFirst().get();
      for (Map.Entry<String, String> column : left.columns().entrySet()) {
        assertThat(reader.find(table, column.getKey(), column.getValue()))
            .as(column.getKey())
            .extracting(change -> change.after().value(6))
            .containsExactly(3);
      }
      assertThat(reader.find(table, "v", "2")).isEmpty();
    }
  }

  @Test
  void goesOnFromASavepointWhereItStopped() throws Exception {
    TableId orders = TableId.parse("shop.orders");
    execute(
        "CREATE TABLE shop.orders (region VARCHAR(2), id INT, total DECIMAL(8,2), PRIMARY KEY (region, id))",
        "CREATE TABLE shop.orders_old LIKE shop.orders",
        "INSERT INTO shop.orders VALUES ('de', 1, 10.00), ('fr', 2, 20.00)",
        "INSERT INTO shop.orders_old VALUES ('de', 1, 1.00)");
    String savepoint;
    try (SourceRun run = SourceRun.start(options(), List.of(orders))) {
      assertThat(run.take(2))
          .extracting(change -> values(change.after()))
          .containsExactlyInAnyOrder(
              List.of("de", 1, new BigDecimal("10.00")), List.of("fr", 2, new BigDecimal("20.00")));
      execute("UPDATE shop.orders SET total = 11.00 WHERE id = 1", "DELETE FROM shop.orders_old");
      assertThat(run.take(1))
          .extracting(MySqlSourceIT::images)
          .containsExactly(
              List.of(
                  Operation.UPDATE,
                  List.of("de", 1, new BigDecimal("10.00")),
                  List.of("de", 1, new BigDecimal("11.00"))));
      savepoint = run.stopWithSavepoint(directory);
      assertThat(run.left()).isEmpty();
    }
    execute(
        "INSERT INTO shop.orders VALUES ('it', 3, 30.00), ('es', 4, 40.00)",
        "DELETE FROM shop.orders WHERE id = 2");
    server.restart();
    try (SourceRun run = SourceRun.restore(options(), List.of(orders), savepoint)) {
      List<ChangeEvent> after = run.take(3);
      assertThat(after)
          .extracting(MySqlSourceIT::images)
          .containsExactly(
              Arrays.asList(Operation.INSERT, null, List.of("it", 3, new BigDecimal("30.00"))),
              Arrays.asList(Operation.INSERT, null, List.of("es", 4, new BigDecimal("40.00"))),
              Arrays.asList(Operation.DELETE, List.of("fr", 2, new BigDecimal("20.00")), null));
      assertThat(after.get(0).schema().primaryKey()).containsExactly("region", "id");
      assertThat(run.left()).isEmpty();
    }
  }

  @Test
  void aTableAddedLaterIsReadWhole() throws Exception {
    TableId first = TableId.parse("shop.first");
    TableId second = TableId.parse("shop.se-cond");
    execute(
        "CREATE TABLE shop.first (id INT PRIMARY KEY)",
        "CREATE TABLE shop.`se-cond` (id INT PRIMARY KEY)",
        "INSERT INTO shop.first VALUES (1)",
        "INSERT INTO shop.`se-cond` VALUES (2)");
    String savepoint;
    try (SourceRun run = SourceRun.start(options(), List.of(first))) {
      run.take(1);
      // Where the first table was read the server has no log any more when the second one joins.
      execute("INSERT INTO shop.first VALUES (3)", "FLUSH BINARY LOGS");
      run.take(1);
      execute("INSERT INTO shop.first VALUES (6)");
      run.take(1);
      savepoint = run.stopWithSavepoint(directory);
    }
    execute("PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
    try (SourceRun run = SourceRun.restore(options(), List.of(first, second), savepoint)) {
      ChangeEvent added = run.take(1).get(0);
      assertThat(added.table()).isEqualTo(second);
      assertThat(added.snapshot()).isTrue();
      execute("INSERT INTO shop.first VALUES (4)", "INSERT INTO shop.`se-cond` VALUES (5)");
      assertThat(run.take(2))
          .extracting(ChangeEvent::table, change -> values(change.after()))
          .containsExactly(tuple(first, List.of(4)), tuple(second, List.of(5)));
    }
  }

  @Test
  void vectorsInOtherTablesAreNoHindrance() throws Exception {
    try (Connection connection = server.connect("")) {
      assumeTrue(connection.getMetaData().getDatabaseMajorVersion() >= 9, "VECTOR came with 9.0");
    }
    TableId notes = TableId.parse("shop.notes");
    execute(
        "CREATE TABLE shop.notes (id INT PRIMARY KEY)",
        "CREATE TABLE shop.embeddings (place POINT, v VECTOR(3), id INT UNSIGNED PRIMARY KEY)",
        "INSERT INTO shop.notes VALUES (1)");
    try (SourceRun run = SourceRun.startOnce(options(), List.of(notes))) {
      run.take(1);
      execute(
          "INSERT INTO shop.embeddings VALUES (ST_GeomFromText('POINT(1 2)'), TO_VECTOR('[1,2,3]'), 1)",
          "UPDATE shop.embeddings SET v = NULL",
          "DELETE FROM shop.embeddings",
          "INSERT INTO shop.notes VALUES (2)");
      assertThat(run.take(1))
          .extracting(change -> values(change.after()))
          .containsExactly(List.of(2));
    }
    assertThat(SourceCheck.check(options(), List.of(TableId.parse("shop.embeddings"))))
        .singleElement()
        .asString()
        .contains("has a column of the type VECTOR (v)");
  }

  private static List<Object> images(ChangeEvent change) {
    return Arrays.asList(change.operation(), values(change.before()), values(change.after()));
  }

  private static List<Object> withId(long id, List<Object> values) {
    List<Object> row = new ArrayList<>(values);
    row.add(0, id);
    return row;
  }

  private static void assertClasses(Row row) {
    List<Column> columns = row.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (row.value(i) != null) {
        assertThat(row.value(i))
            .as(columns.get(i).toString())
            .isInstanceOf(columns.get(i).type().kind().javaClass());
      }
    }
  }

  /** What the check and the mapping are told of the table. */
  private TableSchema overJdbc() {
    return SourceCheck.schemas(options(), List.of(TYPES_TABLE)).get(TYPES_TABLE);
  }
}

package dev.millrace.job.it;

import dev.millrace.databases.DatabaseServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.util.function.ThrowingConsumer;

/** A table of customers, changed at random, and what the CRM must hold of it. */
final class Shop {

  /** Part of values of every row: what no checkpoint may hold. */
  static final String MARK = "customers.example";

  /** In a column of every row. */
  static final String LAST_NAME = "Ünal";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final int KEYS = 800;

  private final DatabaseServer server;
  private final String database;
  private final String table;
  private final SplittableRandom random = new SplittableRandom(7);
  private final TreeSet<Long> ids = new TreeSet<>();
  private long version;

  /**
   * @param table as SQL and a mapping name it
   * @param timestamp the database's type of a time without zone, to the microsecond
   */
  Shop(DatabaseServer server, String database, String table, String timestamp) throws SQLException {
    this.server = server;
    this.database = database;
    this.table = table;
    execute(
        "CREATE TABLE "
            + table
            + " (id BIGINT PRIMARY KEY, email VARCHAR(200), first_name VARCHAR(80),"
            + " company VARCHAR(80), status VARCHAR(20), balance DECIMAL(12,2), visits INT,"
            + " active BOOLEAN, changed_at "
            + timestamp
            + ", note TEXT, version BIGINT, internal INT)");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As SQL names it. */
  String table() {
    return table;
  }

  /** Commits a row with a key above those of {@link #change}; never a draft. */
  void insert(long id) throws SQLException {
    try (Connection connection = server.connect(database)) {
      insert(connection, id);
    }
    execute("UPDATE " + table + " SET status = 'active' WHERE id = " + id);
    ids.remove(id);
  }

  /** Commits so many changes in transactions of up to 20; some transactions are rolled back. */
  void change(int changes) throws SQLException {
    try (Connection connection = server.connect(database)) {
      connection.setAutoCommit(false);
      int done = 0;
      while (done < changes) {
        TreeSet<Long> before = new TreeSet<>(ids);
        int size = 1 + random.nextInt(20);
        for (int i = 0; i < size; i++) {
          changeOne(connection);
        }
        if (random.nextInt(20) == 0) {
          connection.rollback();
          ids.clear();
          ids.addAll(before);
        } else {
          connection.commit();
          done += size;
        }
      }
    }
  }

  private void changeOne(Connection connection) throws SQLException {
    long id = 1 + random.nextInt(KEYS);
    if (!ids.contains(id)) {
      insert(connection, id);
      return;
    }
    int kind = random.nextInt(100);
    if (kind < 15) {
      update(connection, "DELETE FROM " + table + " WHERE id = ?", s -> s.setLong(1, id));
      ids.remove(id);
    } else if (kind < 25) {
      update(
          connection,
          "UPDATE " + table + " SET internal = internal + 1 WHERE id = ?",
          s -> s.setLong(1, id));
    } else if (kind < 28 && !ids.contains(id + KEYS) && !hasLongNote(id)) {
      update(
          connection,
          "UPDATE " + table + " SET id = ?, version = ? WHERE id = ?",
          s -> {
            s.setLong(1, id + KEYS);
            s.setLong(2, ++version);
            s.setLong(3, id);
          });
      ids.remove(id);
      ids.add(id + KEYS);
    } else {
      update(
          connection,
          "UPDATE "
              + table
              + " SET first_name = ?, company = ?, status = ?, balance = ?, visits = visits + 1,"
              + " active = ?, changed_at = ?, version = ? WHERE id = ?",
          s -> {
            values(s, id);
            s.setLong(8, id);
          });
    }
  }

  private void insert(Connection connection, long id) throws SQLException {
    update(
        connection,
        "INSERT INTO "
            + table
            + " (first_name, company, status, balance, active, changed_at, version, id, email,"
            + " visits, note, internal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 0)",
        s -> {
          values(s, id);
          s.setLong(8, id);
          s.setString(9, "Customer-" + id + "@" + MARK);
          s.setString(10, note(id));
        });
    ids.add(id);
  }

  private void values(PreparedStatement s, long id) throws SQLException {
    s.setString(1, "Ann \"" + random.nextInt(1000) + "\" " + LAST_NAME);
    s.setString(2, random.nextInt(4) == 0 ? null : "Company " + random.nextInt(50));
    s.setString(3, hasLongNote(id) || random.nextInt(5) > 0 ? "active" : "draft");
    s.setBigDecimal(4, BigDecimal.valueOf(random.nextInt(10_000_000), 2));
    s.setBoolean(5, random.nextBoolean());
    s.setObject(
        6,
        LocalDateTime.of(2026, 1, 1, 0, 0).plusNanos(random.nextLong(31_536_000_000_000L) * 1000));
    s.setLong(7, ++version);
  }

  /**
   * A text that Postgres stores out of line and leaves out of later updates. Such rows are never
   * drafts and keep their key: the log of a row that comes back or moves would lack it.
   */
  private String note(long id) {
    if (!hasLongNote(id)) {
      return "note of " + MARK;
    }
    StringBuilder text = new StringBuilder(MARK);
    for (int i = 0; i < 600; i++) {
      text.append(Long.toString(random.nextLong() >>> 1, 36));
    }
    return text.toString();
  }

  private static boolean hasLongNote(long id) {
    return id % 10 == 0;
  }

  private static void update(
      Connection connection, String sql, ThrowingConsumer<PreparedStatement, SQLException> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values.accept(statement);
      statement.executeUpdate();
    }
  }

  /**
   * What the CRM must hold: every record by its external id, properties without a value left out.
   */
  Map<String, Map<String, String>> expected() throws SQLException {
    Map<String, Map<String, String>> records = new TreeMap<>();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
      while (row.next()) {
        if ("draft".equals(row.getString("status"))) {
          continue;
        }
        Map<String, String> record = new HashMap<>();
        record.put("ext_id", row.getString("id"));
        record.put("mail", row.getString("email").toLowerCase(Locale.ROOT));
        record.put("firstname", row.getString("first_name"));
        String company = row.getString("company");
        record.put("company", company == null ? "none" : company);
        record.put("balance", row.getBigDecimal("balance").toPlainString());
        record.put("visits", row.getString("visits"));
        record.put("active", String.valueOf(row.getBoolean("active")));
        record.put("changed", TIME.format(row.getObject("changed_at", LocalDateTime.class)));
        record.put("note", row.getString("note"));
        record.put("version", row.getString("version"));
        records.put(row.getString("id"), record);
      }
    }
    return records;
  }

  /**
   * The mapping that {@link #expected} describes, as YAML. The address is no contact's {@code
   * email}, which HubSpot keeps unique: a row that changes its key leaves it to another record.
   */
  String mapping() {
    return """
      - table: %s
        object: contacts
        id: ext_id
        filter: status <> 'draft'
        fields:
          ext_id: CAST(id AS VARCHAR)
          mail: LOWER(email)
          firstname: first_name
          company: COALESCE(company, 'none')
          balance: balance
          visits: visits
          active: active
          changed: DATE_FORMAT(changed_at, 'yyyy-MM-dd HH:mm:ss.SSS')
          note: note
          version: version
    """
        .formatted(table);
  }
}

package dev.millrace.job.it;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements about a small table, the same for each database, and what its rows are in the CRM. */
final class Customers {

  static final String CREATE =
      "CREATE TABLE customers (id BIGINT PRIMARY KEY, email VARCHAR(200), name VARCHAR(80))";

  /** Part of the name in every row. */
  static final String NAME = "Annabel";

  private Customers() {}

  /** What the CRM must hold of these customers. */
  static Map<String, Map<String, String>> expected(ServerLog log, IntStream ids)
      throws SQLException {
    String list = ids.mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return records(log, "customers WHERE id IN (" + list + ")");
  }

  /**
   * What the CRM must hold of some rows.
   *
   * @param rows a table, with a condition
   */
  static Map<String, Map<String, String>> records(ServerLog log, String rows) throws SQLException {
    Map<String, Map<String, String>> records = new TreeMap<>();
    try (Connection connection = log.server().connect("shop");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, email, name FROM " + rows)) {
      while (row.next()) {
        String mail = row.getString("email").toLowerCase(Locale.ROOT);
        records.put(
            row.getString("id"),
            Map.of(
                "ext_id", row.getString("id"), "mail", mail, "firstname", row.getString("name")));
      }
    }
    return records;
  }

  /** A statement that inserts rows, with {@link Shop#MARK} in each. */
  static String insert(IntStream ids) {
    return ids.mapToObj(id -> "(%d, 'Customer-%d@%s', '%s')".formatted(id, id, Shop.MARK, NAME))
        .collect(Collectors.joining(", ", "INSERT INTO customers VALUES ", ""));
  }

  /** A statement that changes a row. */
  static String rename(int id) {
    return "UPDATE customers SET name = CONCAT(name, ' again') WHERE id = " + id;
  }
}

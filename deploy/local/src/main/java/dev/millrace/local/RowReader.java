package dev.millrace.local;

import dev.millrace.local.load.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the rows that the page shows beside the CRM's records. */
final class RowReader implements AutoCloseable {

  private static final List<String> ORDER =
      List.of(
          "ext_id",
          "firstname",
          "lastname",
          "email",
          "customer_status",
          "credit",
          "birthday",
          "attributes",
          "name",
          "domain",
          "city",
          "numberofemployees",
          "annualrevenue",
          Arrivals.CHANGED_AT);

  private final Connection connection;
  private final PreparedStatement customer;
  private final PreparedStatement company;

  RowReader(Shop shop) throws SQLException {
    this.connection = shop.connect();
    this.customer = connection.prepareStatement("SELECT * FROM shop.customers WHERE id = ?");
    this.company = connection.prepareStatement("SELECT * FROM shop.companies WHERE id = ?");
  }

  /** A record's properties in the order of the columns beside them; null of null. */
  static Map<String, String> ordered(Map<String, String> properties) {
    if (properties == null) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : ORDER) {
      if (properties.containsKey(name)) {
        values.put(name, properties.get(name));
      }
    }
    properties.forEach(values::putIfAbsent);
    return values;
  }

  /**
   * Whether the example's mapping makes a record of a row.
   *
   * @param row null when it is gone
   */
  static boolean isMapped(Map<String, String> row) {
    return row != null && !"closed".equals(row.get("status"));
  }

  /** The row that a record is made of; null when it is gone. */
  Map<String, String> row(String object, String id) throws SQLException {
    PreparedStatement query = object.equals("contacts") ? customer : company;
    query.setLong(1, Long.parseLong(id));
    try (ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      Map<String, String> values = new LinkedHashMap<>();
      for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
        values.put(row.getMetaData().getColumnLabel(column), row.getString(column));
      }
      return values;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

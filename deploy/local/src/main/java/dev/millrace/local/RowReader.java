package dev.millrace.local;

import dev.millrace.local.Arrivals.Arrival;
import dev.millrace.local.load.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  /** In the order of the columns beside them. */
  private static Map<String, String> ordered(Map<String, String> properties) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : ORDER) {
      if (properties.containsKey(name)) {
        values.put(name, properties.get(name));
      }
    }
    properties.forEach(values::putIfAbsent);
    return values;
  }

  LiveState.Change beside(Arrival arrival) throws SQLException {
    String object = arrival.version().object();
    String id = arrival.version().externalId();
    return new LiveState.Change(
        object,
        id,
        arrival.version().action().name().toLowerCase(Locale.ROOT),
        Math.round(arrival.latencyMicros() / 100.0) / 10.0,
        id.isEmpty() ? null : row(object.equals("contacts") ? customer : company, id),
        ordered(arrival.version().properties()));
  }

  private static Map<String, String> row(PreparedStatement query, String id) throws SQLException {
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

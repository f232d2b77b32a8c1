package dev.millrace.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.CrmSimulator;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every row of the database beside every record of the CRM. What a record must hold is worked out
 * here from the row anew, in other words than the job's.
 *
 * @param records records compared, those that only one side has included
 * @param differences how many of them differ
 * @param examples a few of the differences, for people
 */
public record Comparison(int records, int differences, List<String> examples) {

  private static final int MOST_EXAMPLES = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a value of a column is held by the CRM. */
  private enum As {
    TEXT,
    NUMBER,
    JSON,
    MOMENT
  }

  private record Pair(String property, String sql, As as) {}

  private static final List<Pair> CONTACT =
      List.of(
          new Pair("ext_id", "id", As.TEXT),
          new Pair("email", "LOWER(email)", As.TEXT),
          new Pair("firstname", "first_name", As.TEXT),
          new Pair("lastname", "last_name", As.TEXT),
          new Pair("customer_status", "UPPER(status)", As.TEXT),
          new Pair("credit", "credit", As.NUMBER),
          new Pair("birthday", "birthday", As.TEXT),
          new Pair("attributes", "attributes", As.JSON),
          new Pair(Arrivals.CHANGED_AT, "changed_at", As.MOMENT));

  private static final List<Pair> COMPANY =
      List.of(
          new Pair("ext_id", "id", As.TEXT),
          new Pair("name", "name", As.TEXT),
          new Pair("domain", "domain", As.TEXT),
          new Pair("city", "city", As.TEXT),
          new Pair("numberofemployees", "employees", As.NUMBER),
          new Pair("annualrevenue", "revenue", As.NUMBER),
          new Pair(Arrivals.CHANGED_AT, "changed_at", As.MOMENT));

  private static final String MAPPED_CUSTOMERS = "shop.customers WHERE status <> 'closed'";
  private static final String MAPPED_COMPANIES = "shop.companies";

  /**
   * What a configuration has otherwise than the example.
   *
   * @param contacts SQL of properties of contacts
   * @param companies whether companies are mapped
   */
  public record Mapped(Map<String, String> contacts, boolean companies) {

    /** Nothing. */
    public static final Mapped AS_IN_THE_EXAMPLE = new Mapped(Map.of(), true);

    private List<Pair> contact() {
      return CONTACT.stream()
          .map(
              pair ->
                  new Pair(pair.property, contacts.getOrDefault(pair.property, pair.sql), pair.as))
          .toList();
    }
  }

  /** Rows that have a record in the CRM. */
  static long mappedRows(Shop shop) throws SQLException {
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM "
                    + MAPPED_CUSTOMERS
                    + ") + (SELECT count(*) FROM "
                    + MAPPED_COMPANIES
                    + ")")) {
      row.next();
      return row.getLong(1);
    }
  }

  public boolean equal() {
    return differences == 0;
  }

  static Comparison of(Shop shop, CrmSimulator crm, Mapped mapped) throws SQLException {
    Comparison contacts =
        compare(
            shop,
            MAPPED_CUSTOMERS,
            mapped.contact(),
            "contacts",
            crm.records("contacts", "ext_id"));
    if (!mapped.companies) {
      return contacts;
    }
    Comparison companies =
        compare(shop, MAPPED_COMPANIES, COMPANY, "companies", crm.records("companies", "ext_id"));
    List<String> examples = new ArrayList<>(contacts.examples);
    examples.addAll(companies.examples);
    return new Comparison(
        contacts.records + companies.records,
        contacts.differences + companies.differences,
        examples.subList(0, Math.min(MOST_EXAMPLES, examples.size())));
  }

  private static Comparison compare(
      Shop shop,
      String from,
      List<Pair> pairs,
      String object,
      Map<String, Map<String, String>> records)
      throws SQLException {
    Map<String, Map<String, String>> left = new HashMap<>(records);
    List<String> differences = new ArrayList<>();
    int compared = 0;
    StringBuilder columns = new StringBuilder();
    pairs.forEach(pair -> columns.append(columns.length() == 0 ? "" : ", ").append(pair.sql));
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + columns + " FROM " + from)) {
      while (row.next()) {
        compared++;
        String id = row.getString(1);
        Map<String, String> record = left.remove(id);
        if (record == null) {
          differences.add(object + " " + id + ": not in the CRM");
        } else {
          differences.addAll(differencesOf(object + " " + id, pairs, row, record));
        }
      }
    }
    compared += left.size();
    left.keySet().forEach(id -> differences.add(object + " " + id + ": only in the CRM"));
    return new Comparison(
        compared,
        differences.size(),
        List.copyOf(differences.subList(0, Math.min(MOST_EXAMPLES, differences.size()))));
  }

  /** At most one: the first property that differs. */
  private static List<String> differencesOf(
      String name, List<Pair> pairs, ResultSet row, Map<String, String> record)
      throws SQLException {
    for (int column = 0; column < pairs.size(); column++) {
      Pair pair = pairs.get(column);
      String expected = row.getString(column + 1);
      String found = record.get(pair.property);
      if (!same(expected, found, pair.as)) {
        return List.of(
            name + ": " + pair.property + " is '" + found + "', the row has '" + expected + "'");
      }
    }
    return List.of();
  }

  private static boolean same(String expected, String found, As as) {
    if (expected == null || found == null || found.isEmpty()) {
      return expected == null && (found == null || found.isEmpty());
    }
    return switch (as) {
      case TEXT -> expected.equals(found);
      case NUMBER -> new BigDecimal(expected).compareTo(new BigDecimal(found)) == 0;
      case MOMENT -> Arrivals.micros(expected) == Arrivals.micros(found);
      case JSON -> sameJson(expected, found);
    };
  }

  private static boolean sameJson(String expected, String found) {
    try {
      return JSON.readTree(expected).equals(JSON.readTree(found));
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}

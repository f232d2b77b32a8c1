package dev.millrace.job.config;

import java.util.List;
import java.util.Map;

/** Configurations to start a test from. */
final class Texts {

  /** Free of faults. */
  static final String GOOD =
      """
      source:
        type: postgres
        hostname: db.example
        port: 5433
        username: millrace
        password: ${env:DB_PASSWORD}
        database: shop
        slot.name: millrace
      sink:
        type: hubspot
        base-url: http://localhost:8080
        token: ${file:/run/secrets/hubspot}
      mappings:
        - table: public.customers
          object: contacts
          id: ext_id
          filter: status <> 'draft'
          fields:
            ext_id: CAST(id AS VARCHAR)
            email: LOWER(email)
          on-delete: ignore
      delivery:
        max-in-flight: 4
      pipeline:
        parallelism: 2
      """;

  static final String TWO_SOURCES =
      """
      source:
        - type: postgres
          hostname: db1.example
          username: millrace
          password: ${env:DB_PASSWORD}
          database: shop
          slot.name: millrace
        - type: mysql
          name: orders
          hostname: db2.example
          username: millrace
          password: ${env:DB_PASSWORD}
          tables: [shop.orders, shop.items]
      sink: {type: hubspot, token: "${env:TOKEN}"}
      mappings:
        - {source: postgres, table: public.customers, object: contacts, id: a, fields: {a: id}}
        - {source: orders, table: shop.orders, object: deals, id: b, fields: {b: id}}
      """;

  private Texts() {}

  /** {@link #GOOD} with one text in it replaced, which must be there. */
  static String good(String replaced, String by) {
    if (!GOOD.contains(replaced)) {
      throw new IllegalArgumentException("not in the configuration: " + replaced);
    }
    return GOOD.replace(replaced, by);
  }

  static JobConfig load(String yaml, String... arguments) throws ConfigException {
    return ConfigLoader.parse("shop.yaml", yaml, arguments(arguments));
  }

  /** The faults as people read them; none when there are none. */
  static List<String> faults(String yaml, Layers layers) {
    try {
      ConfigLoader.parse("shop.yaml", yaml, layers);
      return List.of();
    } catch (ConfigException e) {
      return e.faults().stream().map(Object::toString).toList();
    }
  }

  static List<String> faults(String yaml, String... arguments) {
    return faults(yaml, arguments(arguments));
  }

  static Layers arguments(String... arguments) {
    return new Layers(Map.of(), Map.of(), List.of(arguments));
  }

  static Layers environment(Map<String, String> environment) {
    return new Layers(Map.of(), environment, List.of());
  }
}

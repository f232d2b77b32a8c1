package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsOfAFileTest {

  @Test
  void nestingThatNoParserTakesIsAFault() {
    assertThat(Texts.faults("delivery: " + "[".repeat(100_000)).toString())
        .contains("YAML that is nested thousands of levels deep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // unknown words
        "slot.name: millrace | slot.nam: x | 1 source.slot.name: missing; expected a text"
            + " ~ 8 source.slot.nam: unknown key 'slot.nam'; expected 'slot.name'",
        "max-in-flight: 4 | concurrent-calls: 4 | 23 delivery.concurrent-calls: unknown key"
            + " 'concurrent-calls'; expected a key of docs/configuration.md",
        "delivery: | deliver: | 22 deliver: unknown section 'deliver'; expected 'delivery'",
        "type: postgres | type: oracle | 2 source.type: 'oracle'; expected one of mysql, postgres",
        "type: hubspot | type: hubspott | 10 sink.type: unknown CRM 'hubspott'; expected 'hubspot'",
        "object: contacts | objekt: contacts | 14 mappings[0].object: missing; expected a text"
            + " ~ 15 mappings[0].objekt: unknown key 'objekt'; expected 'object'",
        // types
        "port: 5433 | port: 5433a | 4 source.port: '5433a'; expected a whole number of 1 or more",
        "port: 5433 | port: 70000 | 4 source.port: '70000'; expected a port, 1 to 65535",
        "port: 5433 | port: [5433] | 4 source.port: a list; expected a whole number of 1 or more",
        "port: 5433 | port: {a: 1} | 4 source.port: a map with 'a'; expected a whole number of 1 or"
            + " more",
        "port: 5433 | port: | 4 source.port: nothing; expected a whole number of 1 or more",
        "port: 5433 | port: '' | 4 source.port: an empty text; expected a whole number of 1 or more",
        "max-in-flight: 4 | max-in-flight: 0 | 23 delivery.max-in-flight: '0'; expected a whole"
            + " number of 1 or more",
        "max-in-flight: 4 | linger: soon | 23 delivery.linger: 'soon'; expected a duration with its"
            + " unit, such as 500 ms, 10 s or 1 min",
        "max-in-flight: 4 | max-waiting-bytes: 64 | 23 delivery.max-waiting-bytes: '64'; expected a"
            + " size above 0 with its unit, such as 64 kb or 16 mb",
        "max-in-flight: 4 | max-waiting-bytes: 0 b | 23 delivery.max-waiting-bytes: '0 b'; expected"
            + " a size above 0 with its unit, such as 64 kb or 16 mb",
        "max-in-flight: 4 | retry.max-backoff: 0 s | 23 delivery.retry.max-backoff: '0 s'; expected"
            + " a duration above 0 with its unit, such as 500 ms, 10 s or 1 min",
        "max-in-flight: 4 | linger: -1 s | 23 delivery.linger: '-1 s'; expected a duration with its"
            + " unit, such as 500 ms, 10 s or 1 min",
        "port: 5433 | scan.startup.mode: earliest | 4 source.scan.startup.mode: 'earliest';"
            + " expected one of initial, latest-offset",
        "port: 5433 | tables: [public.customers, {a: 1}] | 4 source.tables: a list of lists or"
            + " maps; expected a list of texts",
        "port: 5433 | tables: [] | 4 source.tables: an empty list; expected a list of texts",
        "port: 5433 | jdbc: fast | 4 source.jdbc: a single value; expected keys and values below it",
        // secrets
        "${env:DB_PASSWORD} | geheim | 6 source.password: a secret as its own text, not repeated"
            + " here; expected a secret's reference, ${env:NAME} or ${file:PATH}",
        "port: 5433 | jdbc.sslpassword: geheim | 4 source.jdbc.sslpassword: a secret as its own"
            + " text, not repeated here; expected a secret's reference, ${env:NAME} or"
            + " ${file:PATH}",
        "http://localhost:8080 | http://user:geheim@localhost | 11 sink.base-url: an address with a"
            + " user or password; expected https://host or http://host:port",
        "http://localhost:8080 | localhost:8080 | 11 sink.base-url: 'localhost:8080'; expected"
            + " https://host or http://host:port",
        // logging in
        "token: | auth.type: jwt-bearer # | 9 sink.auth.client-id: missing; expected a text"
            + " ~ 9 sink.auth.username: missing; expected a text ~ 9 sink.auth.private-key:"
            + " missing; expected a secret's reference, ${env:NAME} or ${file:PATH}",
        "token: | auth.private-key: MIIE # | 9 sink.token: missing; expected a secret's reference,"
            + " ${env:NAME} or ${file:PATH} ~ 12 sink.auth.private-key: a secret as its own text, not"
            + " repeated here; expected a secret's reference, ${env:NAME} or ${file:PATH}",
        "token: | auth.type: magic # | 9 sink.token: missing; expected a secret's reference,"
            + " ${env:NAME} or ${file:PATH} ~ 12 sink.auth.type: 'magic'; expected one of token,"
            + " none, basic, refresh-token, client-credentials, jwt-bearer",
        // sources
        "port: 5433 | server-id: 5400 | 4 source.server-id: a key of mysql sources; expected none"
            + " such, since the type is postgres; mend: leave it out",
        "slot.name: millrace | slot.name: Mill-Race | 8 source.slot.name: 'Mill-Race'; expected a"
            + " slot's name, up to 63 of a-z, 0-9 and _",
        "port: 5433 | debezium.decimal.handling.mode: double | 4"
            + " source.debezium.decimal.handling.mode: cannot be set: it is fixed, so that values are"
            + " decoded without loss; expected none such; mend: leave it out",
        "port: 5433 | tables: [public.orders] | 14 mappings[0].table: table 'public.customers';"
            + " expected one of those at shop.yaml:4 source.tables; mend: add it there, or leave"
            + " tables out to read what is mapped",
        // mappings
        "table: public.customers | table: a.b.c | 14 mappings[0].table: 'a.b.c'; expected"
            + " <schema>.<table>",
        "id: ext_id | id: emails | 16 mappings[0].id: 'emails', which is not among the fields;"
            + " expected 'email'",
        "on-delete: ignore | parent: emial | 21 mappings[0].parent: 'emial', which is not among the"
            + " fields; expected 'email'",
        "on-delete: ignore | on-delete: drop | 21 mappings[0].on-delete: 'drop'; expected archive,"
            + " ignore, or set: {field: value}",
        "on-delete: ignore | on-delete: {set: {ext_id: 1}} | 21 mappings[0].on-delete.set.ext_id:"
            + " the id's field; expected other fields, since a deleted row's record keeps its id",
        "on-delete: ignore | on-delete: {put: {a: 1}} | 21 mappings[0].on-delete.put.a:"
            + " 'on-delete.put.a'; expected archive, ignore, or set: {field: value}",
        "on-delete: ignore | on-delete: {set: {}} | 21 mappings[0].on-delete: no values to set;"
            + " expected archive, ignore, or set: {field: value}",
        "email: LOWER(email) | email: | 20 mappings[0].fields.email: nothing; expected an"
            + " expression over the row's columns; mend: put an expression that has a comma into"
            + " quotes inside {...}, or write one field a line",
        "email: LOWER(email) | email: LOWER(email | 20 mappings[0].fields.email: `LOWER(email` is"
            + " not an expression (Encountered \"<EOF>\" at line 1, column 11.); expected one"
            + " expression of the Flink CDC transform dialect",
        "status <> 'draft' | status <> | 17 mappings[0].filter: `status <>` is not an expression"
            + " (Encountered \"<> <EOF>\" at line 1, column 8.); expected one expression of the Flink"
            + " CDC transform dialect",
        "email: LOWER(email) | email: LOWER(order) | 20 mappings[0].fields.email: `LOWER(order)` is"
            + " not an expression (Encountered \"order\" at line 1, column 7.); expected one"
            + " expression of the Flink CDC transform dialect; mend: complete it; where 'order' is a"
            + " column, put it in backticks",
        "email: LOWER(email) | email: {a: 1} | 20 mappings[0].fields.email: a map; expected a text",
        "filter: status <> 'draft' | source: other | 17 mappings[0].source: unknown source"
            + " 'other'; expected one of postgres",
        // sections
        "delivery: | dead-letters: | 22 dead-letters.type: missing; expected one of file, http ~ 23"
            + " dead-letters.max-in-flight: unknown key 'max-in-flight'; expected one of type, directory,"
            + " url, token, request-timeout, max-rate, max-rate.window, max-rate.min-records",
        // YAML
        "port: 5433 | hostname: b | 4 source.hostname: the key a second time, first at shop.yaml:3"
            + " source.hostname; expected each key once",
        "port: 5433 | slot: {name: b} | 8 source.slot.name: the key a second time, first at"
            + " shop.yaml:4 source.slot.name; expected each key once",
        "port: 5433 | [a]: b | 4 source.: a key that is a list or map; expected a text as key",
      })
  void areTold(String written, String replaced, String faults) {
    assertThat(Texts.faults(Texts.good(written, replaced == null ? "" : replaced)))
        .containsExactly(
            java.util.Arrays.stream(faults.split(" ~ "))
                .map(fault -> "shop.yaml:" + fault)
                .toArray(String[]::new));
  }

  @Test
  void zeroIsTakenWhereItIsTheDefault() {
    assertThat(Texts.faults(Texts.good("max-in-flight: 4", "linger: 0 s"))).isEmpty();
  }

  @Test
  void aReservedWordAloneMayBeAColumn() {
    assertThat(Texts.faults(Texts.good("LOWER(email)", "order"))).isEmpty();
  }

  @Test
  void malformedYamlIsToldWithLineAndColumn() {
    assertThat(Texts.faults("source:\n  type: mysql\n  hostname: 'abc\nsink: {}\n"))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:5 column 1: malformed YAML: ")
        .doesNotContain("abc");
    assertThat(Texts.faults("source:\n  type: mysql\n hostname: b\n"))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:3 column 2: malformed YAML: ");
    assertThat(Texts.faults("a: 1\n---\nb: 2\n"))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:2 column 1: malformed YAML: ");
  }

  @Test
  void aFileWithoutSectionsIsRefused() {
    String sections = "the sections source, sink, mappings, delivery, dead-letters, pipeline";
    assertThat(Texts.faults("")).containsExactly("shop.yaml: an empty file; expected " + sections);
    assertThat(Texts.faults("- a\n"))
        .containsExactly("shop.yaml: no sections; expected " + sections);
    assertThat(Texts.faults("pipeline: {name: a}\n"))
        .containsExactly(
            "shop.yaml source: missing; expected the section source",
            "shop.yaml sink: missing; expected the section sink",
            "shop.yaml mappings: missing; expected the section mappings");
    assertThat(Texts.faults("source:\nsink: x\nmappings: {a: b}\n"))
        .containsExactly(
            "shop.yaml:1 source.type: missing; expected one of mysql, postgres",
            "shop.yaml:1 source.hostname: missing; expected a text",
            "shop.yaml:1 source.username: missing; expected a text",
            "shop.yaml:1 source.password: missing; expected a secret's reference, ${env:NAME} or"
                + " ${file:PATH}",
            "shop.yaml:2 sink: a text; expected keys and values below it",
            "shop.yaml:2 sink.type: missing; expected one of http, hubspot, salesforce",
            "shop.yaml:3 mappings: a map; expected a list of mappings, each with a dash in front",
            "shop.yaml mappings: missing; expected the section mappings");
  }

  @Test
  void anAliasThatHoldsItselfIsRefused() {
    assertThat(Texts.faults(Texts.good("port: 5433", "jdbc: &a {b: *a}"))).isNotEmpty();
  }

  @Test
  void mappingsOfSeveralSourcesNameTheirs() {
    assertThat(Texts.faults(Texts.TWO_SOURCES.replace("source: orders, ", "")))
        .containsExactly(
            "shop.yaml:17 mappings[1].source: missing; expected one of the sources postgres,"
                + " orders");
    assertThat(Texts.faults(Texts.TWO_SOURCES.replace("source: orders, ", "source: order, ")))
        .containsExactly(
            "shop.yaml:17 mappings[1].source: unknown source 'order'; expected 'orders'");
    assertThat(Texts.faults(Texts.TWO_SOURCES.replace("name: orders", "name: postgres")))
        .contains(
            "shop.yaml:9 source[1].name: a second source with the name 'postgres'; expected a name"
                + " of its own, since shop.yaml:2 source[0] has that one");
    assertThat(Texts.faults(Texts.TWO_SOURCES.lines().limit(16).reduce("", (a, b) -> a + b + "\n")))
        .containsExactly(
            "shop.yaml:8 source[1]: a source without a mapping; expected a mapping of a table");
  }

  @Test
  void aMappingTwiceIsRefusedButNotToAnotherObject() {
    String second =
        "  - {table: public.customers, object: %s, id: ext_id, fields: {ext_id: id}}\ndelivery:\n";
    assertThat(Texts.faults(Texts.good("delivery:\n", second.formatted("companies")))).isEmpty();
    assertThat(Texts.faults(Texts.good("delivery:\n", second.formatted("contacts"))))
        .containsExactly(
            "shop.yaml:22 mappings[1]: the same table, object and id as shop.yaml:14 mappings[0];"
                + " expected one mapping of a table to an object");
  }

  @Test
  void noFaultRepeatsASecret() {
    assertThat(
            Texts.faults(
                Texts.good("${env:DB_PASSWORD}", "geheim"),
                "--source.password",
                "geheim",
                "geheim",
                "--sink.token=geheim",
                "--sink.tokn",
                "geheim"))
        .hasSize(4)
        .noneMatch(fault -> fault.contains("geheim"));
  }
}

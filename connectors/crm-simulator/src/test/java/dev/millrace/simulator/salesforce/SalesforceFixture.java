package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.Await;
import dev.millrace.simulator.Client;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.VirtualClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** An org with external ids on Account and Contact, and what tests ask of it. */
abstract class SalesforceFixture {

  static final String BASE = "/services/data/v67.0";
  static final String CONTACTS = BASE + "/composite/sobjects/Contact/Ext_Id__c";
  static final String ACCOUNTS = BASE + "/composite/sobjects/Account/Ext_Id__c";

  final VirtualClock clock = new VirtualClock();
  CrmSimulator crm = start(builder -> builder);
  Client client = new Client(crm);

  private CrmSimulator start(UnaryOperator<CrmSimulator.Builder> settings) {
    Property key = Property.string("Ext_Id__c").asExternalId().asUnique();
    return settings
        .apply(CrmSimulator.builder().crm(Crm.SALESFORCE).clock(clock))
        .define("Account", key)
        .define("Contact", key, Property.string("Legacy__c").asExternalId())
        .start();
  }

  /** Starts anew with other settings. */
  void restart(UnaryOperator<CrmSimulator.Builder> settings) {
    crm.close();
    crm = start(settings);
    client = new Client(crm);
  }

  @AfterEach
  void close() {
    crm.close();
  }

  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private static Map<String, Object> record(String type, String id, Object... namesAndValues) {
    Map<String, Object> record = fields("attributes", Map.of("type", type), "Ext_Id__c", id);
    record.putAll(fields(namesAndValues));
    return record;
  }

  /** With a last name, so that it can be created. */
  static Map<String, Object> contact(String id, Object... namesAndValues) {
    Map<String, Object> contact = record("Contact", id, "LastName", "L");
    contact.putAll(fields(namesAndValues));
    return contact;
  }

  static Map<String, Object> account(String id, Object... namesAndValues) {
    Map<String, Object> account = record("Account", id, "Name", "N");
    account.putAll(fields(namesAndValues));
    return account;
  }

  static Map<String, Object> records(boolean allOrNone, Object... records) {
    return fields("allOrNone", allOrNone, "records", List.of(records));
  }

  Client.Reply contacts(Object... contacts) {
    return client.patch(CONTACTS, records(false, contacts));
  }

  Client.Reply accounts(Object... accounts) {
    return client.patch(ACCOUNTS, records(false, accounts));
  }

  /** The id of a record written before. */
  static String id(Client.Reply reply, int index) {
    return (String) reply.elements().get(index).get("id");
  }

  static Map<String, Object> failure(String code, String message, String... fields) {
    return Map.of(
        "success",
        false,
        "errors",
        List.of(Map.of("statusCode", code, "message", message, "fields", List.of(fields))));
  }

  static Map<String, Object> created(String id) {
    return Map.of("id", id, "success", true, "errors", List.of(), "created", true);
  }

  static Map<String, Object> updated(String id) {
    return Map.of("id", id, "success", true, "errors", List.of(), "created", false);
  }

  /** Sends one call, keeps it in flight, then sends the other; both end once both are there. */
  List<Client.Reply> together(String path, Object first, String otherPath, Object second) {
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held());
    CompletableFuture<Client.Reply> one = client.later("PATCH", path, first);
    Await.until(() -> crm.stats().inFlight() == 1);
    CompletableFuture<Client.Reply> other = client.later("PATCH", otherPath, second);
    Await.until(() -> crm.stats().inFlight() == 2);
    hold.remove();
    return List.of(one.join(), other.join());
  }

  /** The reply of a call sent while an earlier one is in flight, and then that of the earlier. */
  List<Client.Reply> overlapping(String path, Object earlier, Object later) {
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held().times(1));
    CompletableFuture<Client.Reply> first = client.later("PATCH", path, earlier);
    Await.until(() -> hold.hits() == 1);
    Client.Reply second = client.patch(path, later);
    hold.remove();
    return List.of(second, first.join());
  }
}

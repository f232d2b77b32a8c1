package dev.millrace.crm.hubspot;

import dev.millrace.check.Fault;
import dev.millrace.check.NearNames;
import dev.millrace.crm.Association;
import dev.millrace.crm.CrmConnector.Exchange;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks HubSpot whether what is configured can work: reads the properties of every mapped object,
 * and sends each an upsert, and of each association a batch, without records, which writes nothing
 * and still needs the right to write.
 */
final class HubSpotCheck {

  private static final String OWN_ID = "hs_object_id";

  private final ApiPath path;
  private final Exchange exchange;
  private final List<Fault> faults = new ArrayList<>();

  HubSpotCheck(ApiPath path, Exchange exchange) {
    this.path = path;
    this.exchange = exchange;
  }

  /**
   * All that is wrong; a token that is not accepted is the only fault then.
   *
   * @throws IOException when HubSpot does not answer the question
   */
  List<Fault> check(List<RecordType> types) throws IOException {
    Map<String, List<RecordType>> byObject = new LinkedHashMap<>();
    for (RecordType type : types) {
      byObject.computeIfAbsent(type.object(), object -> new ArrayList<>()).add(type);
    }
    for (Map.Entry<String, List<RecordType>> object : byObject.entrySet()) {
      if (!checkObject(object.getKey(), object.getValue())) {
        break;
      }
    }
    return faults;
  }

  /** False when there is no use in asking on. */
  private boolean checkObject(String object, List<RecordType> types) throws IOException {
    CrmRequest question = CrmRequest.get(path.properties(object));
    CrmResponse answer = exchange.send(question);
    if (answer.status() == 401) {
      faults.add(tokenRefused(answer));
      return false;
    }
    if (answer.status() == 403) {
      faults.add(scopeMissing(object, "read the properties of", answer));
    } else if (answer.status() == 404 || isUnknownObject(answer)) {
      faults.add(objectMissing(object));
      return true;
    } else if (answer.status() != 200) {
      throw new IOException("HubSpot answers " + question + " with HTTP " + answer.status());
    } else {
      checkProperties(object, types, readProperties(question, answer));
    }
    checkWriting(object, new ObjectType(types.get(0), path));
    checkAssociations(object, types);
    return true;
  }

  private static Map<String, PropertyDefinition> readProperties(
      CrmRequest question, CrmResponse answer) throws IOException {
    try {
      return PropertyDefinition.readAll(answer.body());
    } catch (IOException e) {
      throw new IOException("HubSpot answers " + question + " with what is not its JSON", e);
    }
  }

  private void checkProperties(
      String object, List<RecordType> types, Map<String, PropertyDefinition> properties) {
    Set<String> ids = new LinkedHashSet<>();
    Set<String> fields = new LinkedHashSet<>();
    for (RecordType type : types) {
      if (ids.add(type.idField())) {
        checkId(type, properties);
      }
      fields.addAll(type.fields());
    }
    fields.removeAll(ids);
    for (String field : fields) {
      checkField(object, field, properties);
    }
  }

  private void checkId(RecordType type, Map<String, PropertyDefinition> properties) {
    String id = type.idField();
    if (id.equals(OWN_ID)) {
      faults.add(
          fault(
              type.object(),
              "id is hs_object_id, which HubSpot gives out itself",
              "a property of your own with unique values",
              createUnique(type.object())));
      return;
    }
    if (checkField(type.object(), id, properties)
        && !properties.get(id).isUnique()
        && !ObjectType.isContactEmail(type)) {
      faults.add(
          fault(
              type.object(),
              "property '" + id + "' identifies no record: several may have the same value",
              "a property with unique values",
              createUnique(type.object())));
    }
  }

  private boolean checkField(
      String object, String field, Map<String, PropertyDefinition> properties) {
    PropertyDefinition property = properties.get(field);
    if (property == null) {
      List<String> near = NearNames.of(field, properties.keySet());
      faults.add(
          fault(
              object,
              "there is no property '" + field + "'",
              near.isEmpty()
                  ? "a property's internal name"
                  : "a property's internal name, such as " + String.join(", ", near),
              "correct the mapping, or create the property in HubSpot's settings"));
      return false;
    }
    if (property.isReadOnly()) {
      faults.add(
          fault(
              object,
              "property '" + field + "' is read only: HubSpot sets it itself",
              "a property that can be written",
              "take it out of the mapping"));
      return false;
    }
    return true;
  }

  private void checkWriting(String object, ObjectType type) throws IOException {
    CrmResponse answer = exchange.send(type.upsert(List.of()));
    if (answer.status() == 403) {
      faults.add(scopeMissing(object, "write", answer));
    } else if (answer.status() == 404) {
      faults.add(pathMissing(path.upsert(object)));
    } else if (isUnknownObject(answer)) {
      faults.add(objectMissing(object));
    }
  }

  /** The objects that records are associated with are mapped, so they are checked themselves. */
  private void checkAssociations(String object, List<RecordType> types) throws IOException {
    Set<Association> associations = new LinkedHashSet<>();
    types.forEach(type -> associations.addAll(type.associations()));
    for (Association association : associations) {
      AssociationType type = new AssociationType(object, association, path);
      CrmResponse answer = exchange.send(type.associate(List.of()));
      if (answer.status() == 403) {
        faults.add(scopeMissing(object, "associate " + association.object() + " with", answer));
      } else if (answer.status() == 404) {
        faults.add(pathMissing(type.associatePath()));
      }
    }
  }

  private static Fault pathMissing(String path) {
    return new Fault(
        "sink.api-path",
        "HubSpot knows no path " + path,
        "the path of its object API",
        "leave sink.api-path out, or name a version: /crm/objects/2026-03");
  }

  private static boolean isUnknownObject(CrmResponse answer) {
    return answer.status() == 400
        && HubSpotError.of(answer.body()).codes().contains(HubSpotError.UNKNOWN_OBJECT);
  }

  private static Fault tokenRefused(CrmResponse answer) {
    String code = HubSpotError.of(answer.body()).code();
    return new Fault(
        "sink.token",
        "HubSpot does not accept the token" + (code == null ? "" : " (" + code + ")"),
        "the access token of a private app or a service key that is in force",
        "copy it from HubSpot's settings, Integrations, Private Apps, to where sink.token refers");
  }

  private static Fault scopeMissing(String object, String what, CrmResponse answer) {
    Set<String> scopes = HubSpotError.of(answer.body()).scopes();
    String needed = scopes.isEmpty() ? "that right" : "one of " + String.join(", ", scopes);
    return fault(
        object,
        "the token may not " + what + " " + object,
        "a token with " + needed,
        "add the scope to the private app in HubSpot's settings, Integrations, Private Apps");
  }

  private static Fault objectMissing(String object) {
    return fault(
        object,
        "HubSpot has no such object",
        "contacts, companies, deals, tickets, products, line_items, or a custom object's"
            + " 2-<number> or p_<name>",
        "correct the mapping's object, or create the custom object in HubSpot");
  }

  private String createUnique(String object) {
    return "create one, it can be made unique only then (at most 10 an object): POST "
        + path.properties(object)
        + " with \"hasUniqueValue\": true";
  }

  private static Fault fault(String object, String found, String expected, String mend) {
    return new Fault("hubspot " + object, found, expected, mend);
  }
}

package dev.millrace.crm.salesforce;

import dev.millrace.check.Fault;
import dev.millrace.check.NearNames;
import dev.millrace.crm.CrmConnector.Exchange;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks Salesforce whether what is configured can work: the login, the API's version, and the
 * description of every mapped object and of the objects that relationships lead to.
 */
final class SalesforceCheck {

  private static final String USED_UP = "the organization's calls of the last 24 hours are used up";

  private final ApiPath path;
  private final boolean caseSensitiveId;
  private final Exchange exchange;
  private final Descriptions descriptions = new Descriptions();
  private final List<Fault> faults = new ArrayList<>();

  SalesforceCheck(ApiPath path, boolean caseSensitiveId, Exchange exchange) {
    this.path = path;
    this.caseSensitiveId = caseSensitiveId;
    this.exchange = exchange;
  }

  /**
   * All that is wrong; a login that is not accepted is the only fault then.
   *
   * @throws IOException when Salesforce does not answer the question
   */
  List<Fault> check(List<RecordType> types) throws IOException {
    if (!checkApi()) {
      return faults;
    }
    Map<String, List<RecordType>> byObject = new LinkedHashMap<>();
    for (RecordType type : types) {
      byObject.computeIfAbsent(type.object(), object -> new ArrayList<>()).add(type);
    }
    for (Map.Entry<String, List<RecordType>> entry : byObject.entrySet()) {
      SObject described = describe(entry.getKey());
      if (described == null) {
        objectMissing(entry.getKey());
      } else {
        ObjectCheck check = new ObjectCheck(entry.getKey(), described, this::describe, faults);
        check.check(entry.getValue(), caseSensitiveId);
      }
    }
    return faults;
  }

  private boolean checkApi() throws IOException {
    CrmRequest question = CrmRequest.get(path.limits());
    CrmResponse answer = exchange.send(question);
    if (answer.status() == 401 || answer.status() == 403) {
      SalesforceError error = SaveAnswer.error(answer.body(), "");
      if (error.codes().contains("REQUEST_LIMIT_EXCEEDED")) {
        throw new IOException(USED_UP);
      }
      boolean session = answer.status() == 401;
      faults.add(
          new Fault(
              session ? "sink.auth" : "salesforce",
              "Salesforce does not accept the login " + error.codes(),
              session ? "an access token that is in force" : "a user who may use the API",
              "give the app the scope 'api' and the user the permission 'API Enabled', and see"
                  + " docs/salesforce.md"));
      return false;
    }
    if (answer.status() == 404) {
      faults.add(
          new Fault(
              "sink.api-version",
              "Salesforce knows no path " + path.limits(),
              "a version of its API that the organization has, and its My Domain in sink.base-url",
              "leave sink.api-version out; GET /services/data lists the versions"));
      return false;
    }
    if (answer.status() != 200) {
      throw new IOException("Salesforce answers " + question + " with HTTP " + answer.status());
    }
    if (DailyRequests.remaining(answer.body()) == 0) {
      throw new IOException(USED_UP);
    }
    return true;
  }

  /** The object's description; null when there is no such object. */
  private SObject describe(String object) throws IOException {
    SObject known = descriptions.get(object);
    if (known != null) {
      return known;
    }
    CrmRequest question = CrmRequest.get(path.describe(object));
    CrmResponse answer = exchange.send(question);
    if (answer.status() == 404) {
      return null;
    }
    if (answer.status() != 200) {
      throw new IOException("Salesforce answers " + question + " with HTTP " + answer.status());
    }
    try {
      SObject described = SObject.read(answer.body());
      descriptions.put(object, described);
      return described;
    } catch (IOException e) {
      throw new IOException("Salesforce answers " + question + " with what is not its JSON", e);
    }
  }

  private void objectMissing(String object) throws IOException {
    CrmResponse answer = exchange.send(CrmRequest.get(path.objects()));
    List<String> names = answer.status() == 200 ? ObjectNames.read(answer.body()) : List.of();
    List<String> near = NearNames.of(object, names);
    faults.add(
        ObjectCheck.fault(
            object,
            "there is no such object, or the user may not see it",
            near.isEmpty()
                ? "an object's API name: Contact, Account, Invoice__c"
                : "an object's API name, such as " + String.join(", ", near),
            "correct the mapping's object, or give the user the right to it"));
  }
}

package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Asks which records hold external ids, in as many queries as the length of a URL allows. */
final class LookUp {

  /** A request line and its headers have 16,384 bytes; the token takes up to some 2,000. */
  private static final int MAX_PATH = 12_000;

  /** In place of an id: several records hold the external id. */
  static final String SEVERAL = "";

  private final SObjectType type;
  private final Deque<String> open;
  private String more;
  private final Map<String, String> found = new HashMap<>();

  LookUp(SObjectType type, Collection<String> externalIds) {
    this.type = type;
    this.open = new ArrayDeque<>(externalIds);
  }

  /** The next query; null when all is asked. */
  CrmRequest next() {
    if (more != null) {
      CrmRequest request = CrmRequest.get(more);
      more = null;
      return request;
    }
    if (open.isEmpty()) {
      return null;
    }
    String idField = type.type().idField();
    StringBuilder soql =
        new StringBuilder("SELECT Id, ")
            .append(idField)
            .append(" FROM ")
            .append(type.type().object())
            .append(" WHERE ")
            .append(idField)
            .append(" IN (");
    int empty = soql.length();
    int length = type.path().query(soql + ")").length();
    Iterator<String> ids = open.iterator();
    while (ids.hasNext()) {
      String literal = literal(ids.next());
      length += type.path().query(literal + ',').length() - type.path().query("").length();
      if (length > MAX_PATH && soql.length() > empty) {
        break;
      }
      soql.append(soql.length() > empty ? "," : "").append(literal);
      ids.remove();
    }
    return CrmRequest.get(type.path().query(soql.append(')').toString()));
  }

  private String literal(String externalId) {
    String text = ValueWriter.text(type.idKind(), externalId);
    return type.idKind() == FieldKind.NUMBER
        ? text
        : '\'' + String.valueOf(text).replace("\\", "\\\\").replace("'", "\\'") + '\'';
  }

  /**
   * Reads the answer to a query.
   *
   * @throws IOException when the body is none
   */
  void read(byte[] body) throws IOException {
    Json.body(
        body,
        (name, json) -> {
          if (name.equals("records")) {
            Json.objects(json, this::readRecord);
          } else if (name.equals("nextRecordsUrl")) {
            more = Json.textOrNull(json);
          }
        });
  }

  private void readRecord(JsonParser json) throws IOException {
    String id = null;
    String externalId = null;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals("Id")) {
        id = Json.textOrNull(json);
      } else if (name.equalsIgnoreCase(type.type().idField())) {
        externalId = Json.textOrNull(json);
      } else {
        json.skipChildren();
      }
    }
    if (id != null && externalId != null) {
      String known = found.putIfAbsent(type.keyOfAnswer(externalId), id);
      if (known != null && !known.equals(id)) {
        found.put(type.keyOfAnswer(externalId), SEVERAL);
      }
    }
  }

  /**
   * Salesforce's id of the record that holds the external id; null if none does, {@link #SEVERAL}
   * if more than one does.
   */
  String id(String externalId) {
    return found.get(type.keyOfAnswer(externalId));
  }
}

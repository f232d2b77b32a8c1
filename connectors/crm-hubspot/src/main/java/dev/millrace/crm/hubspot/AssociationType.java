package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.crm.Association;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.List;

/**
 * An association as HubSpot's API needs it. Made without a label: HubSpot's default for the two
 * objects.
 */
final class AssociationType {

  /** A record and a parent by HubSpot's ids. */
  static final class Pair {
    final int input;
    final String from;
    final String to;

    /**
     * @param input index of the record in its batch
     */
    Pair(int input, String from, String to) {
      this.input = input;
      this.from = from;
      this.to = to;
    }
  }

  private final ObjectType parents;
  private final RecordType named;
  private final String associatePath;
  private final String partPath;

  AssociationType(String object, Association association, ApiPath path) {
    this.parents =
        new ObjectType(
            new RecordType(association.object(), association.idField(), List.of()), path);
    this.named =
        new RecordType(
            "associations of " + object + " to " + association.object(),
            association.idField(),
            List.of());
    this.associatePath = path.associate(object, association.object());
    this.partPath = path.part(object, association.object());
  }

  ObjectType parents() {
    return parents;
  }

  /** What messages call it. */
  RecordType named() {
    return named;
  }

  String associatePath() {
    return associatePath;
  }

  /** Associates the pairs; those that are already stay so. */
  CrmRequest associate(List<Pair> pairs) {
    return request(associatePath, pairs, false);
  }

  /** Parts the pairs, whatever labels join them; those that are not joined stay so. */
  CrmRequest part(List<Pair> pairs) {
    return request(partPath, pairs, true);
  }

  private static CrmRequest request(String path, List<Pair> pairs, boolean listed) {
    return ObjectType.post(
        path,
        pairs.size() * 48,
        json -> {
          for (Pair pair : pairs) {
            json.writeStartObject();
            json.writeFieldName("from");
            ObjectType.writeId(json, pair.from);
            json.writeFieldName("to");
            writeTo(json, pair.to, listed);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeTo(JsonGenerator json, String id, boolean listed) throws IOException {
    if (listed) {
      json.writeStartArray();
    }
    ObjectType.writeId(json, id);
    if (listed) {
      json.writeEndArray();
    }
  }
}

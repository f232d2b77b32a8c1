package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.SelectQuery;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Records that meet a query's conditions, page by page. */
final class Query implements Work {

  private final Org org;
  private final String base;
  private final SelectQuery soql;
  private final ObjectType type;
  private final QueryPages pages;
  private final int pageSize;

  /**
   * @param base path of the API's version
   * @throws RefusedCall when the query is refused
   */
  Query(Org org, String base, String text, QueryPages pages, int pageSize) {
    this.org = org;
    this.base = base;
    this.pages = pages;
    this.pageSize = pageSize;
    this.soql = parse(text);
    this.type = org.type(soql.object(), 400);
    soql.fields().forEach(this::path);
    soql.conditions().forEach(condition -> path(condition.field()));
  }

  private static SelectQuery parse(String text) {
    try {
      return SelectQuery.parse(text);
    } catch (SelectQuery.Malformed e) {
      throw SalesforceError.of("MALFORMED_QUERY", e.getMessage()).refusing(400);
    }
  }

  /**
   * The fields that lead to a value: one, or a look-up and a field of its target.
   *
   * @throws RefusedCall when there is no such field
   */
  private List<Slot> path(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return List.of(field(type, name));
    }
    for (Slot slot : type.slots()) {
      if (name.substring(0, dot).equalsIgnoreCase(Fields.relationship(slot))) {
        ObjectType target = org.type(slot.property().target(), 400);
        return List.of(slot, field(target, name.substring(dot + 1)));
      }
    }
    throw noColumn(type, name);
  }

  private static Slot field(ObjectType type, String name) {
    Slot slot = type.slot(name);
    if (slot == null) {
      throw noColumn(type, name);
    }
    return slot;
  }

  private static RefusedCall noColumn(ObjectType type, String name) {
    return SalesforceError.of(
            "INVALID_FIELD",
            "No such column '"
                + name
                + "' on entity '"
                + type.name()
                + "'. If you are attempting to use a custom field, be sure to append the '__c'"
                + " after the custom field name.")
        .refusing(400);
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public Answer commit() {
    List<StoredRecord> found = new ArrayList<>();
    for (StoredRecord record : candidates()) {
      if (found.size() < soql.limit()
          && soql.conditions().stream().allMatch(c -> meets(record, c))) {
        found.add(record);
      }
    }
    return pages.first(
        base, soql.fields().isEmpty() ? List.of() : found, found.size(), pageSize, this::write);
  }

  /** Every record, or those an identifying field finds. */
  private Collection<StoredRecord> candidates() {
    for (SelectQuery.Condition condition : soql.conditions()) {
      List<Slot> path = path(condition.field());
      if (condition.among() && path.size() == 1 && path.get(0).identifies()) {
        Set<StoredRecord> candidates = new LinkedHashSet<>();
        for (String value : condition.values()) {
          if (value != null) {
            candidates.addAll(path.get(0).holders(path.get(0).fold(value)));
          }
        }
        return candidates;
      }
    }
    return type.records();
  }

  private boolean meets(StoredRecord record, SelectQuery.Condition condition) {
    String value = value(record, path(condition.field()));
    for (String wanted : condition.values()) {
      if (wanted == null ? value == null : wanted.equalsIgnoreCase(value)) {
        return condition.among();
      }
    }
    return !condition.among();
  }

  private String value(StoredRecord record, List<Slot> path) {
    String value = FieldWriter.value(type, record, path.get(0));
    if (path.size() == 1 || value == null) {
      return value;
    }
    ObjectType target = org.type(path.get(0).property().target(), 400);
    StoredRecord parent = target.record(SalesforceIds.number(target.typeId(), value));
    return parent == null ? null : FieldWriter.value(target, parent, path.get(1));
  }

  private void write(JsonGenerator json, StoredRecord record) throws IOException {
    json.writeStartObject();
    FieldWriter.writeAttributes(json, base, type, record);
    for (String field : soql.fields()) {
      List<Slot> path = path(field);
      if (path.size() == 1) {
        json.writeFieldName(path.get(0).name());
        FieldWriter.write(json, type, record, path.get(0));
      } else {
        writeParent(json, record, path);
      }
    }
    json.writeEndObject();
  }

  private void writeParent(JsonGenerator json, StoredRecord record, List<Slot> path)
      throws IOException {
    json.writeFieldName(Fields.relationship(path.get(0)));
    String id = FieldWriter.value(type, record, path.get(0));
    ObjectType target = org.type(path.get(0).property().target(), 400);
    StoredRecord parent =
        id == null ? null : target.record(SalesforceIds.number(target.typeId(), id));
    if (parent == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    FieldWriter.writeAttributes(json, base, target, parent);
    json.writeFieldName(path.get(1).name());
    FieldWriter.write(json, target, parent, path.get(1));
    json.writeEndObject();
  }
}

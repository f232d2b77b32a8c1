package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.util.ArrayList;
import java.util.List;

/** The header of an ingest job's CSV, and how its rows become records. */
final class CsvColumns {

  private static final String CLEAR = "#N/A";

  private final ObjectType type;
  private final List<Column> columns = new ArrayList<>();

  /**
   * A column.
   *
   * @param slot null for the record id
   * @param parentKey null where the column holds the value itself
   */
  private record Column(Slot slot, ObjectType parentType, Slot parentKey) {}

  /**
   * @throws UnknownColumn when a name leads to no field
   */
  CsvColumns(Org org, ObjectType type, List<String> header) throws UnknownColumn {
    this.type = type;
    for (String name : header) {
      columns.add(column(org, name));
    }
  }

  private Column column(Org org, String name) throws UnknownColumn {
    if (name.equalsIgnoreCase("Id")) {
      return new Column(null, null, null);
    }
    Slot own = type.slot(name);
    if (own != null) {
      return new Column(own, null, null);
    }
    int dot = name.indexOf('.');
    // A look-up of several objects names the one it means first: Account:Owner.Ext__c.
    String relationship = dot < 0 ? name : name.substring(name.indexOf(':') + 1, dot);
    for (Slot slot : type.slots()) {
      if (dot > 0 && relationship.equalsIgnoreCase(Fields.relationship(slot))) {
        ObjectType parent = org.tenant().store().type(slot.property().target());
        Slot key = parent == null ? null : parent.slot(name.substring(dot + 1));
        if (key != null && key.identifies()) {
          return new Column(slot, parent, key);
        }
      }
    }
    throw new UnknownColumn(name);
  }

  boolean hasId() {
    return columns.stream().anyMatch(column -> column.slot == null);
  }

  SObjectInput read(List<String> cells) {
    SObjectInput input = new SObjectInput();
    input.type = type;
    List<Slot> slots = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
      String cell = cells.get(i);
      Column column = columns.get(i);
      if (cell.isEmpty()) {
        continue;
      }
      if (column.slot == null) {
        input.id = cell;
        continue;
      }
      boolean clear = cell.equals(CLEAR);
      if (column.parentKey != null && !clear) {
        List<SObjectInput.Parent> parents = new ArrayList<>(input.parents);
        parents.add(
            new SObjectInput.Parent(slots.size(), column.parentType, column.parentKey, cell));
        input.parents = parents;
      }
      slots.add(column.slot);
      values.add(clear || column.parentKey != null ? "" : value(input, column.slot, cell));
    }
    input.slots = slots.toArray(new Slot[0]);
    input.values = values.toArray(new String[0]);
    return input;
  }

  private static String value(SObjectInput input, Slot slot, String cell) {
    String value = typed(slot, cell);
    if (slot.property().readOnly()) {
      input.fail(Errors.notWritable(slot.name()));
    } else if (value == null) {
      input.fail(
          SalesforceError.of(
              "INVALID_TYPE_ON_FIELD_IN_RECORD",
              slot.name() + ": value not of required type: " + cell,
              slot.name()));
      return "";
    } else {
      SalesforceError refusal = Fields.refusal(slot, value);
      if (refusal != null) {
        input.fail(refusal);
      }
    }
    return value;
  }

  /** The value as it is kept; null when it is none of the field's type. */
  private static String typed(Slot slot, String cell) {
    PropertyType type = slot.property().type();
    switch (type) {
      case NUMBER:
        return cell.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? cell : null;
      case BOOL:
        if (cell.equalsIgnoreCase("true") || cell.equals("1")) {
          return "true";
        }
        return cell.equalsIgnoreCase("false") || cell.equals("0") ? "false" : null;
      case DATE, DATETIME:
        return Fields.time(type, cell);
      default:
        return cell;
    }
  }

  /** A column that leads to no field. */
  static final class UnknownColumn extends Exception {

    private static final long serialVersionUID = 1L;

    private UnknownColumn(String name) {
      super(name, null, false, false);
    }
  }
}

package dev.millrace.crm.rest;

import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.body.ValueText;

/** What a placeholder stands for, bound to a record type. */
final class Placeholder {

  private enum Kind {
    CONSTANT,
    ID,
    FOUND,
    FIELD,
    UNCHANGED
  }

  private final Kind kind;
  private final String constant;
  private final int field;
  private final Escape escape;

  private Placeholder(Kind kind, String constant, int field, Escape escape) {
    this.kind = kind;
    this.constant = constant;
    this.field = field;
    this.escape = escape;
  }

  static Placeholder constant(String text, Escape escape) {
    return new Placeholder(Kind.CONSTANT, text, -1, escape);
  }

  static Placeholder id(Escape escape) {
    return new Placeholder(Kind.ID, null, -1, escape);
  }

  static Placeholder found(Escape escape) {
    return new Placeholder(Kind.FOUND, null, -1, escape);
  }

  /**
   * @param index of {@link dev.millrace.crm.RecordType#fields}
   */
  static Placeholder field(int index, Escape escape) {
    return new Placeholder(Kind.FIELD, null, index, escape);
  }

  /** A field that the type does not have. */
  static Placeholder unchanged() {
    return new Placeholder(Kind.UNCHANGED, null, -1, Escape.NONE);
  }

  /**
   * The value: null, {@link Row#UNCHANGED} or of a class that {@link
   * dev.millrace.change.ColumnType.Kind} names.
   */
  Object value(CrmRecord record, String found) {
    switch (kind) {
      case CONSTANT:
        return constant;
      case ID:
        return record.externalId();
      case FOUND:
        return found;
      case UNCHANGED:
        return Row.UNCHANGED;
      default:
        return record.value(field);
    }
  }

  /**
   * A value as text, with the escape.
   *
   * @param value neither null nor unchanged
   */
  String text(Object value) {
    return escape.apply(ValueText.of(value));
  }
}

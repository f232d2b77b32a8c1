package dev.millrace.job.config;

import dev.millrace.change.TableId;
import dev.millrace.crm.RecordType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** One entry of {@code mappings}: the rows of a table become records of a CRM object. */
public final class MappingConfig implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String source;
  private final TableId table;
  private final String object;
  private final String id;
  private final String filter;
  private final Map<String, String> fields;
  private final OnDelete onDelete;
  private final String parent;
  private final Map<String, String> places;
  private final List<AssociateConfig> associations;

  /**
   * @param source name of the {@link SourceConfig} that has the table
   * @param filter null for all rows
   * @param fields field to expression, in the order that the record's values take
   * @param parent the field whose value names a record's parent, null for none
   * @param places where each part stands, by the keys that {@link #where} takes; the empty key is
   *     the mapping itself
   */
  public MappingConfig(
      String source,
      TableId table,
      String object,
      String id,
      String filter,
      Map<String, String> fields,
      OnDelete onDelete,
      String parent,
      Map<String, String> places) {
    this(source, table, object, id, filter, fields, onDelete, parent, places, List.of());
  }

  /**
   * @param associations the entries of {@code associate}
   */
  public MappingConfig(
      String source,
      TableId table,
      String object,
      String id,
      String filter,
      Map<String, String> fields,
      OnDelete onDelete,
      String parent,
      Map<String, String> places,
      List<AssociateConfig> associations) {
    this.source = Objects.requireNonNull(source, "source");
    this.table = Objects.requireNonNull(table, "table");
    this.object = Objects.requireNonNull(object, "object");
    this.id = Objects.requireNonNull(id, "id");
    this.filter = filter;
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    this.onDelete = Objects.requireNonNull(onDelete, "onDelete");
    this.parent = parent;
    this.places = new LinkedHashMap<>(places);
    this.associations = new ArrayList<>(associations);
  }

  public String source() {
    return source;
  }

  public TableId table() {
    return table;
  }

  /** The CRM's name of the object. */
  public String object() {
    return object;
  }

  /** The field that identifies a record; a key of {@link #fields}. */
  public String id() {
    return id;
  }

  /** The expression that a row must fulfil; null for all rows. */
  public String filter() {
    return filter;
  }

  /** Field to expression, in the order of the file. */
  public Map<String, String> fields() {
    return fields;
  }

  public OnDelete onDelete() {
    return onDelete;
  }

  /** The field whose value names a record's parent, a key of {@link #fields}; null for none. */
  public String parent() {
    return parent;
  }

  /** The entries of {@code associate}, in the order of the file; empty for none. */
  public List<AssociateConfig> associations() {
    return Collections.unmodifiableList(associations);
  }

  /** What the rows become. */
  public RecordType recordType() {
    return recordType(fields.keySet());
  }

  /** The same with other fields. */
  public RecordType recordType(Collection<String> fields) {
    return new RecordType(
        object,
        id,
        List.copyOf(fields),
        parent,
        associations.stream().map(AssociateConfig::association).collect(Collectors.toList()));
  }

  /**
   * Where a part of this mapping was written, for a {@link dev.millrace.check.Fault}: {@code
   * shop.yaml:12 mappings[0].fields.email}.
   *
   * @param key {@code table}, {@code filter}, {@code fields.email}, {@code on-delete.set.status};
   *     the mapping's own place where there is none for the key
   */
  public String where(String key) {
    String place = places.get(key);
    return place != null ? place : places.getOrDefault("", "mapping of " + table);
  }

  @Override
  public String toString() {
    return table + " -> " + object + " by " + id;
  }
}

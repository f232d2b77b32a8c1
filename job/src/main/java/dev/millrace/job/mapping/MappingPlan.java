package dev.millrace.job.mapping;

import dev.millrace.change.Row;
import dev.millrace.change.TableSchema;
import dev.millrace.check.Fault;
import dev.millrace.crm.MappingFault;
import dev.millrace.crm.RecordType;
import dev.millrace.job.config.AssociateConfig;
import dev.millrace.job.config.MappingConfig;
import dev.millrace.job.config.OnDelete;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.sql.type.SqlTypeName;

/** What is known of a mapping and one schema of its table before any row: its compiled parts. */
final class MappingPlan {

  private final MappingConfig mapping;
  private final TableSchema schema;
  private final CompiledExpression filter;
  private final CompiledExpression[] fields;
  private final CompiledExpression[] parents;
  private final int id;
  private final boolean deterministic;
  private final int[] columns;
  private final RecordType type;
  private final RecordType removalType;
  private final Object[] removalValues;

  private MappingPlan(
      MappingConfig mapping,
      TableSchema schema,
      CompiledExpression filter,
      CompiledExpression[] fields,
      CompiledExpression[] parents) {
    this.mapping = mapping;
    this.schema = schema;
    this.filter = filter;
    this.fields = fields;
    this.parents = parents;
    this.id = List.copyOf(mapping.fields().keySet()).indexOf(mapping.id());
    this.deterministic =
        (filter == null || filter.deterministic())
            && Stream.of(fields, parents)
                .flatMap(Arrays::stream)
                .allMatch(CompiledExpression::deterministic);
    IntStream used = IntStream.empty();
    for (CompiledExpression field : fields) {
      used = IntStream.concat(used, IntStream.of(field.columns()));
    }
    for (CompiledExpression parent : parents) {
      used = IntStream.concat(used, IntStream.of(parent.columns()));
    }
    if (filter != null) {
      used = IntStream.concat(used, IntStream.of(filter.columns()));
    }
    this.columns = used.sorted().distinct().toArray();
    this.type = mapping.recordType();
    List<String> removalFields = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    removalFields.add(mapping.id());
    values.add(null);
    mapping
        .onDelete()
        .values()
        .forEach(
            (field, value) -> {
              removalFields.add(field);
              values.add(value);
            });
    this.removalType = new RecordType(mapping.object(), mapping.id(), removalFields);
    this.removalValues = values.toArray();
  }

  /**
   * Compiles a mapping for a schema.
   *
   * @param faults takes what keeps it from being compiled, all at once
   * @return null when there were faults
   */
  static MappingPlan compile(MappingConfig mapping, TableSchema schema, List<Fault> faults) {
    ExpressionCompiler compiler = new ExpressionCompiler(schema);
    int before = faults.size();
    CompiledExpression filter = null;
    if (mapping.filter() != null) {
      try {
        filter = compiler.condition(mapping.filter());
      } catch (ExpressionException e) {
        faults.add(fault(mapping, "filter", e));
      }
    }
    CompiledExpression[] fields = new CompiledExpression[mapping.fields().size()];
    int i = 0;
    for (Map.Entry<String, String> field : mapping.fields().entrySet()) {
      try {
        fields[i] = compiler.compile(field.getValue());
        if (field.getKey().equals(mapping.id())) {
          requireId(fields[i]);
        }
      } catch (ExpressionException e) {
        faults.add(fault(mapping, "fields." + field.getKey(), e));
      }
      i++;
    }
    CompiledExpression[] parents = new CompiledExpression[mapping.associations().size()];
    for (i = 0; i < parents.length; i++) {
      AssociateConfig associate = mapping.associations().get(i);
      try {
        parents[i] = compiler.compile(associate.by());
        requireIdType("the parent's id", parents[i]);
      } catch (ExpressionException e) {
        faults.add(fault(mapping, associate.byKey(), e));
      }
    }
    return faults.size() > before
        ? null
        : new MappingPlan(mapping, schema, filter, fields, parents);
  }

  private static void requireIdType(String what, CompiledExpression id) throws ExpressionException {
    SqlTypeName type = id.type().getSqlTypeName();
    if (type == SqlTypeName.ARRAY || SqlTypeName.BINARY_TYPES.contains(type)) {
      throw new ExpressionException(
          what + " `" + id.text() + "` is of type " + id.type(), "text, a number or a time", "");
    }
  }

  private static void requireId(CompiledExpression id) throws ExpressionException {
    requireIdType("the id", id);
    if (id.columns().length == 0 || !id.deterministic()) {
      throw new ExpressionException(
          "the id `" + id.text() + "` is not made of the row's columns alone",
          "an id that tells rows apart and stays the same",
          "");
    }
  }

  /** What a row's dead letter says. */
  MappingFault fault(UnmappableRow row) {
    CompiledExpression expression = row.expression();
    boolean noId = row.code().equals(UnmappableRow.NO_EXTERNAL_ID);
    return new MappingFault(
        row.code(),
        mapping.where(keyOf(expression))
            + ": "
            + row.getMessage()
            + "; expected "
            + (noId ? "the record's id, of type " : "a result of type ")
            + expression.type());
  }

  private String keyOf(CompiledExpression expression) {
    int field = Arrays.asList(fields).indexOf(expression);
    int parent = Arrays.asList(parents).indexOf(expression);
    if (field >= 0) {
      return "fields." + type.fields().get(field);
    }
    return parent >= 0 ? mapping.associations().get(parent).byKey() : "filter";
  }

  private static Fault fault(MappingConfig mapping, String key, ExpressionException e) {
    return new Fault(mapping.where(key), e.found(), e.expected(), e.mend());
  }

  /** Whether a row with these values is in the CRM; null where they do not tell. */
  Boolean matches(Object[] row) {
    if (filter == null) {
      return Boolean.TRUE;
    }
    Object result = filter.evaluate(row);
    return result == Row.UNCHANGED ? null : Boolean.valueOf(Boolean.TRUE.equals(result));
  }

  boolean hasFilter() {
    return filter != null;
  }

  /** One expression a field of {@link #type}, in its order. */
  CompiledExpression[] fields() {
    return fields;
  }

  CompiledExpression id() {
    return fields[id];
  }

  /** One expression an association of {@link #type}, in its order: the parent's external id. */
  CompiledExpression[] parents() {
    return parents;
  }

  /** What names a record's parent; null when the mapping does not say. */
  CompiledExpression parent() {
    return type.parentField() < 0 ? null : fields[type.parentField()];
  }

  /** Index of the id among {@link #fields}. */
  int idIndex() {
    return id;
  }

  /** Schema indexes of the columns that any part uses. */
  int[] columns() {
    return columns;
  }

  /** How many columns the table has. */
  int width() {
    return schema.columns().size();
  }

  RecordType type() {
    return type;
  }

  OnDelete.Kind onDelete() {
    return mapping.onDelete().kind();
  }

  /** What {@code on-delete: set} writes: the id first. */
  RecordType removalType() {
    return removalType;
  }

  /** The values of {@link #removalType}, the place of the id empty. */
  Object[] removalValues() {
    return removalValues;
  }

  /** Whether equal rows give equal records, now and later. */
  boolean deterministic() {
    return deterministic;
  }

  /** Whether the id is made of primary key columns alone. */
  boolean idIsOfKey() {
    return isOfKey(id());
  }

  /** Whether an expression is made of primary key columns alone. */
  boolean isOfKey(CompiledExpression expression) {
    return IntStream.of(expression.columns())
        .mapToObj(column -> schema.columns().get(column).name())
        .allMatch(schema.primaryKey()::contains);
  }

  /** The statement that makes the log hold what a mapping misses. */
  String wholeRows() {
    return "ALTER TABLE " + schema.table() + " REPLICA IDENTITY FULL; makes the log hold it";
  }
}

package dev.millrace.job.mapping;

import dev.millrace.change.TableSchema;
import dev.millrace.job.config.ExpressionSyntax;
import dev.millrace.job.config.MappingConfig;
import java.util.ArrayList;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;

/** What a mapping's external ids are made of. */
public final class RowIds {

  private RowIds() {}

  /** Whether they are made of primary key columns alone. */
  public static boolean areOfKey(MappingConfig mapping, TableSchema schema) {
    MappingPlan plan = MappingPlan.compile(mapping, schema, new ArrayList<>());
    return plan != null && plan.idIsOfKey();
  }

  /** The column that they are as it is; null when they are computed. */
  public static String column(MappingConfig mapping) {
    try {
      SqlNode id = ExpressionSyntax.parse(mapping.fields().get(mapping.id()));
      return id instanceof SqlIdentifier && ((SqlIdentifier) id).isSimple()
          ? ((SqlIdentifier) id).getSimple()
          : null;
    } catch (SqlParseException e) {
      // A column whose name is no expression.
      return mapping.fields().get(mapping.id());
    }
  }
}

package dev.millrace.job.mapping;

import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.flink.cdc.runtime.parser.metadata.TransformSqlOperatorTable;

/**
 * The functions of Flink CDC transforms, with SQL's own ROUND: the type of theirs is found by a
 * class of Flink's Table API, which a job without tables does not have.
 */
final class DialectFunctions implements SqlOperatorTable {

  private final SqlOperatorTable functions = TransformSqlOperatorTable.instance();

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher nameMatcher) {
    if (name.isSimple() && name.getSimple().equalsIgnoreCase("ROUND")) {
      found.add(SqlStdOperatorTable.ROUND);
    } else {
      functions.lookupOperatorOverloads(name, category, syntax, found, nameMatcher);
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return functions.getOperatorList();
  }
}

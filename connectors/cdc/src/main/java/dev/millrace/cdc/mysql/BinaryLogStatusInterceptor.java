package dev.millrace.cdc.mysql;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Answers {@code SHOW MASTER STATUS}, the only statement that Flink CDC 3.5 knows for the binlog's
 * position, with that of {@code SHOW BINARY LOG STATUS} on servers that took the old one away. The
 * new one came with MySQL 8.2, the old one went with 8.4; both have the same columns.
 *
 * <p>Connector/J makes one for each connection that names this class in {@code queryInterceptors}.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // Connector/J's own signature
public final class BinaryLogStatusInterceptor implements QueryInterceptor {

  private static final String OLD = "SHOW MASTER STATUS";
  private static final String NEW = "SHOW BINARY LOG STATUS";

  private MysqlConnection connection;

  @Override
  public QueryInterceptor init(MysqlConnection connection, Properties properties, Log log) {
    this.connection = connection;
    return this;
  }

  @Override
  public <T extends Resultset> T preProcess(Supplier<String> sql, Query query) {
    String statement = sql == null ? null : sql.get();
    if (statement == null
        || !OLD.equalsIgnoreCase(statement.trim())
        || !connection.getSession().versionMeetsMinimum(8, 2, 0)) {
      return null;
    }
    try {
      // Connector/J's own result sets are all a Resultset.
      @SuppressWarnings("unchecked")
      T status = (T) binaryLogStatus();
      return status;
    } catch (SQLException e) {
      throw new IllegalStateException(NEW + " failed: " + e.getMessage(), e);
    }
  }

  private ResultSet binaryLogStatus() throws SQLException {
    Statement statement = ((Connection) connection).createStatement();
    statement.closeOnCompletion();
    return statement.executeQuery(NEW);
  }

  @Override
  public boolean executeTopLevelOnly() {
    return true;
  }

  @Override
  public <T extends Resultset> T postProcess(
      Supplier<String> sql, Query query, T result, ServerSession session) {
    return result;
  }

  @Override
  public void destroy() {
    connection = null;
  }
}

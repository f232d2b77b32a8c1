package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.Session;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.result.ResultSetInternalMethods;
import com.mysql.cj.protocol.Resultset;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BinaryLogStatusInterceptorTest {

  private final List<String> executed = new ArrayList<>();
  private final Resultset status =
      fake(ResultSetInternalMethods.class, (proxy, method, args) -> null);

  @Test
  void asksServersFrom82OnInTheirOwnWords() {
    for (int[] version : new int[][] {{8, 2, 0}, {8, 4, 3}, {9, 7, 4}}) {
      assertThat(ask("SHOW MASTER STATUS", version)).isSameAs(status);
    }
    assertThat(ask(" show master status ", 8, 4, 0)).isSameAs(status);
    assertThat(executed).containsOnly("close with its result", "SHOW BINARY LOG STATUS").hasSize(8);
  }

  @Test
  void leavesOlderServersAndOtherStatementsAlone() {
    assertThat(ask("SHOW MASTER STATUS", 5, 7, 44)).isNull();
    assertThat(ask("SHOW MASTER STATUS", 8, 0, 33)).isNull();
    assertThat(ask("SHOW MASTER STATUS", 8, 1, 0)).isNull();
    assertThat(ask("SHOW BINARY LOGS", 9, 0, 0)).isNull();
    assertThat(ask(null, 9, 0, 0)).isNull();
    assertThat(executed).isEmpty();
  }

  @Test
  void handsResultsOnUnchanged() {
    BinaryLogStatusInterceptor interceptor = new BinaryLogStatusInterceptor();
    assertThat(interceptor.postProcess(() -> "SELECT 1", null, status, null)).isSameAs(status);
  }

  @Test
  void saysWhatFailed() {
    assertThatThrownBy(() -> ask("SHOW MASTER STATUS", 99, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SHOW BINARY LOG STATUS")
        .hasMessageContaining("Access denied");
  }

  private Resultset ask(String sql, int... version) {
    Statement statement =
        fake(
            Statement.class,
            (proxy, method, args) -> {
              if (version[0] == 99) {
                throw new SQLException("Access denied");
              }
              executed.add(args == null ? "close with its result" : (String) args[0]);
              return args == null ? null : status;
            });
    Session session =
        fake(
            Session.class,
            (proxy, method, args) ->
                Arrays.compare(version, new int[] {(int) args[0], (int) args[1], (int) args[2]})
                    >= 0);
    JdbcConnection connection =
        fake(
            JdbcConnection.class,
            (proxy, method, args) -> method.getName().equals("getSession") ? session : statement);
    BinaryLogStatusInterceptor interceptor = new BinaryLogStatusInterceptor();
    interceptor.init(connection, new Properties(), null);
    assertThat(interceptor.executeTopLevelOnly()).isTrue();
    return interceptor.preProcess(sql == null ? null : () -> sql, null);
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

package dev.millrace.crm.http;

import dev.millrace.log.LoudLoggers;
import java.util.Map;

/**
 * Keeps what is sent to the CRM out of the logs: at DEBUG the HTTP client writes every request and
 * answer, headers with tokens among them.
 */
public final class ClientLogs {

  // In the uber jar it is relocated, this name with it.
  private static final LoudLoggers LOGGERS = new LoudLoggers(Map.of("org.apache.hc", "INFO"));

  private ClientLogs() {}

  /** The most that each logger may say, by its name. */
  public static Map<String, String> levels() {
    return LOGGERS.levels();
  }

  /** Lowers those that say more than they may; see {@link LoudLoggers#quiet}. */
  static void quiet() {
    LOGGERS.quiet();
  }
}

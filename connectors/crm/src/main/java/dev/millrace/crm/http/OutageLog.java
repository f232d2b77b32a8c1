package dev.millrace.crm.http;

import dev.millrace.crm.CrmResponse;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people that the CRM does not work on calls, which the delivery sits out without a word: a
 * line at the first failure, one a minute while calls fail, and one when they no longer do. Used by
 * the client's one thread.
 */
class OutageLog {

  /** For a caller that tells of failures itself. */
  static final OutageLog SILENT =
      new OutageLog("", response -> "") {
        @Override
        synchronized void failed(String why) {}

        @Override
        synchronized void worked() {}
      };

  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
  private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  private final String host;
  private final Function<CrmResponse, String> correlation;
  private boolean out;
  private long since;
  private long lastLine;

  /**
   * @param correlation by what the CRM names an answer, empty for nothing
   */
  OutageLog(String host, Function<CrmResponse, String> correlation) {
    this.host = host;
    this.correlation = correlation;
  }

  /**
   * A call failed.
   *
   * @param why what the client or the status says; never a body, which may quote a value
   */
  synchronized void failed(String why) {
    long now = System.nanoTime();
    if (!out) {
      out = true;
      since = now;
    } else if (now - lastLine < INTERVAL_NANOS) {
      return;
    }
    lastLine = now;
    LOG.warn("{} does not work on calls: {}. They are repeated until it does.", host, why);
  }

  /** The CRM answered that it does not work on a call. */
  final void failed(CrmResponse answer) {
    String named = correlation.apply(answer);
    failed("HTTP " + answer.status() + (named.isEmpty() ? "" : ", correlation " + named));
  }

  synchronized void worked() {
    if (out) {
      out = false;
      LOG.info(
          "{} works on calls again, after {} s",
          host,
          Duration.ofNanos(System.nanoTime() - since).toSeconds());
    }
  }
}

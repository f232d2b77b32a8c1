package dev.millrace.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loggers of other libraries that write row values or secrets, and the most that each may say. The
 * log configurations that we ship hold the same levels; a cluster has its own, so that the levels
 * are set in the running Log4j 2 or Logback, and again when its configuration has been read anew.
 */
public final class LoudLoggers {

  private static final Logger LOG = LoggerFactory.getLogger(LoudLoggers.class);

  private final Map<String, String> levels;
  private final Logger[] loggers;
  private final String[] most;
  private volatile boolean told;

  /**
   * @param levels OFF, ERROR, WARN or INFO, by the logger's name; packages before what is below
   *     them
   */
  public LoudLoggers(Map<String, String> levels) {
    this.levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
    this.loggers = levels.keySet().stream().map(LoggerFactory::getLogger).toArray(Logger[]::new);
    this.most = levels.values().toArray(new String[0]);
  }

  /** As it was made with. */
  public Map<String, String> levels() {
    return levels;
  }

  /**
   * Lowers the loggers that say more than they may. Cheap where there is nothing to do, so that it
   * can be called for each batch. Where it cannot be done, it is told once which level to set.
   */
  public void quiet() {
    if (tooMuch() == null || told) {
      return;
    }
    LogLevels.set(levels);
    String loud = tooMuch();
    if (loud != null) {
      told = true;
      LOG.warn(
          "The logger {} writes row values or secrets into the log: set its level to {} in the log"
              + " configuration (and those of {})",
          loud,
          levels.get(loud),
          levels);
    }
  }

  /** The first logger that says more than it may, null when none does. */
  private String tooMuch() {
    for (int i = 0; i < loggers.length; i++) {
      if (saysMoreThan(most[i], loggers[i])) {
        return loggers[i].getName();
      }
    }
    return null;
  }

  private static boolean saysMoreThan(String most, Logger logger) {
    switch (most) {
      case "OFF":
        return logger.isErrorEnabled();
      case "ERROR":
        return logger.isWarnEnabled();
      case "WARN":
        return logger.isInfoEnabled();
      default:
        return logger.isDebugEnabled();
    }
  }
}

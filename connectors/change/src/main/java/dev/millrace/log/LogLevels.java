package dev.millrace.log;

import java.lang.reflect.Method;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Sets levels in the logging system at hand, which is the cluster's and not a dependency of ours.
 * Names and levels are all it is given, so that it holds on to no class of a job.
 */
final class LogLevels {

  /** Sets them, a name's level for all below it too; does nothing where the system is another. */
  static void set(Map<String, String> levels) {
    try {
      log4j(levels);
    } catch (ReflectiveOperationException | LinkageError notLog4j) {
      try {
        logback(levels);
      } catch (ReflectiveOperationException | LinkageError neither) {
        // The caller looks whether the levels are set.
      }
    }
  }

  private static void log4j(Map<String, String> levels) throws ReflectiveOperationException {
    Class<?> level = Class.forName("org.apache.logging.log4j.Level");
    Method parse = level.getMethod("toLevel", String.class);
    Method set =
        Class.forName("org.apache.logging.log4j.core.config.Configurator")
            .getMethod("setAllLevels", String.class, level);
    for (Map.Entry<String, String> entry : levels.entrySet()) {
      set.invoke(null, entry.getKey(), parse.invoke(null, entry.getValue()));
    }
  }

  private static void logback(Map<String, String> levels) throws ReflectiveOperationException {
    ILoggerFactory context = LoggerFactory.getILoggerFactory();
    Class<?> level = Class.forName("ch.qos.logback.classic.Level");
    Method parse = level.getMethod("toLevel", String.class);
    Method set = Class.forName("ch.qos.logback.classic.Logger").getMethod("setLevel", level);
    for (Map.Entry<String, String> entry : levels.entrySet()) {
      Object logger = context.getLogger(entry.getKey());
      if (!set.getDeclaringClass().isInstance(logger)) {
        throw new ClassNotFoundException("not Logback's logger: " + logger.getClass());
      }
      set.invoke(logger, parse.invoke(null, entry.getValue()));
    }
  }

  private LogLevels() {}
}

package dev.millrace.job.it;

import dev.millrace.cdc.UpstreamLogs;
import dev.millrace.crm.http.ClientLogs;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * All that is logged meanwhile, with every logger at one level but for those that the log
 * configurations that we ship keep lower; afterwards the configuration is as it was.
 */
final class LogWatch implements AutoCloseable {

  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Queue<String> ours = new ConcurrentLinkedQueue<>();
  private final Queue<String> withMarks = new ConcurrentLinkedQueue<>();
  private final AtomicLong lines = new AtomicLong();

  /**
   * @param marks texts that no line may have
   */
  LogWatch(Level level, String... marks) {
    PatternLayout layout = PatternLayout.newBuilder().setPattern("%p %c %m%n%throwable").build();
    AbstractAppender watch =
        new AbstractAppender("watch", null, layout, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            String line = layout.toSerializable(event);
            lines.incrementAndGet();
            if (event.getLoggerName().startsWith("dev.millrace")) {
              ours.add(line);
            }
            if (Stream.of(marks).anyMatch(line::contains)) {
              withMarks.add(line);
            }
          }
        };
    watch.start();
    AbstractConfiguration all = new NullConfiguration();
    context.setConfiguration(all);
    // Log4j gives it a console appender of its own.
    List.copyOf(all.getRootLogger().getAppenders().keySet())
        .forEach(all.getRootLogger()::removeAppender);
    all.getRootLogger().setLevel(level);
    all.getRootLogger().addAppender(watch, null, null);
    context.updateLoggers();
    UpstreamLogs.levels().forEach(Configurator::setLevel);
    ClientLogs.levels().forEach(Configurator::setLevel);
  }

  /** Waits until one of Millrace's own loggers has written this. */
  void await(String text) {
    Await.until(
        "a line with '" + text + "'",
        () -> ours.stream().anyMatch(line -> line.contains(text)) ? "" : "none yet");
  }

  /** Lines in which a mark is. */
  List<String> withMarks() {
    return List.copyOf(withMarks);
  }

  long lines() {
    return lines.get();
  }

  @Override
  public void close() {
    context.reconfigure();
  }
}

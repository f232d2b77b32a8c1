package dev.millrace.cdc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * What is logged meanwhile, with every logger at one level as on a cluster that knows nothing of
 * us; afterwards the configuration is as it was.
 */
public final class LogCapture implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

  public LogCapture(Level level) {
    PatternLayout layout = PatternLayout.newBuilder().setPattern("%p %c %m%n%throwable").build();
    AbstractAppender capture =
        new AbstractAppender("capture", null, layout, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.add(layout.toSerializable(event));
          }
        };
    capture.start();
    AbstractConfiguration all = new NullConfiguration();
    context.setConfiguration(all);
    all.getRootLogger().setLevel(level);
    all.getRootLogger().addAppender(capture, null, null);
    context.updateLoggers();
  }

  /** All of it. */
  public String text() {
    return String.join("", lines);
  }

  /** Those of a logger, by the end of its name. */
  public List<String> of(String logger) {
    return lines.stream()
        .filter(line -> line.split(" ", 3)[1].endsWith(logger))
        .map(String::strip)
        .collect(Collectors.toList());
  }

  @Override
  public void close() {
    context.reconfigure();
  }
}

package dev.millrace.job.command;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Amazon Managed Service for Apache Flink, which starts a program without arguments and gives it
 * groups of properties instead.
 */
final class ManagedFlink {

  /** The group that is this job's configuration. */
  static final String GROUP = "millrace";

  /** In the group: where a YAML file is that the other properties are laid over. */
  static final String CONFIG = "config";

  private ManagedFlink() {}

  /** The group's properties; empty everywhere but there. */
  static Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    try {
      Properties group = KinesisAnalyticsRuntime.getApplicationProperties().get(GROUP);
      if (group != null) {
        group.stringPropertyNames().forEach(key -> properties.put(key, group.getProperty(key)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the group of properties cannot be read", e);
    } catch (NoClassDefFoundError e) {
      // That class is there on the service only; one that it needs must not be missed in silence.
      if (!String.valueOf(e.getMessage()).contains("KinesisAnalyticsRuntime")) {
        throw e;
      }
    }
    return properties;
  }
}

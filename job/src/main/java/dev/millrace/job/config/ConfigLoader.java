package dev.millrace.job.config;

import java.nio.file.Path;

/** Reads a configuration. */
public final class ConfigLoader {

  private ConfigLoader() {}

  /**
   * Reads the file and what is laid over it.
   *
   * @throws ConfigException with every fault that shows without asking a database or a CRM
   */
  public static JobConfig load(Path file, Layers layers) throws ConfigException {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@link #load}, of a text.
   *
   * @param name what faults call the text: {@code shop.yaml}
   */
  public static JobConfig parse(String name, String yaml, Layers layers) throws ConfigException {
    throw new UnsupportedOperationException();
  }
}

package dev.millrace.local;

import java.util.logging.LogManager;

/** Keeps libraries off the terminal. */
final class Quiet {

  private Quiet() {}

  /** The MySQL binlog client tells of every connection by java.util.logging. */
  static void javaUtilLogging() {
    LogManager.getLogManager().reset();
  }
}

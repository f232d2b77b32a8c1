package dev.millrace.local;

import java.util.logging.LogManager;

/** Keeps libraries off the terminal. */
public final class Quiet {

  private Quiet() {}

  /** The MySQL binlog client tells of every connection by java.util.logging. */
  public static void javaUtilLogging() {
    LogManager.getLogManager().reset();
  }
}

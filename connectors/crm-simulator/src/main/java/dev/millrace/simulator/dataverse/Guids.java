package dev.millrace.simulator.dataverse;

/** Record ids as GUIDs. */
final class Guids {

  private static final String HEAD = "8a000000-0000-4000-8000-";

  private Guids() {}

  static String text(long number) {
    return HEAD + String.format("%012x", number);
  }

  /** -1 for a text that is no such GUID. */
  static long number(String text) {
    return text.startsWith(HEAD) && text.substring(HEAD.length()).matches("[0-9a-f]{12}")
        ? Long.parseLong(text.substring(HEAD.length()), 16)
        : -1;
  }
}

package dev.millrace.simulator.server;

import java.time.LocalDate;

/**
 * Times as HubSpot writes them, in UTC with milliseconds where there are any. Made for many a
 * second.
 */
public final class Iso {

  private static final long DAY_MILLIS = 86_400_000;

  /** Day number and its text, as of the last call: most times of a run are of one day. */
  private record Day(long number, String text) {}

  private static volatile Day lastDay = new Day(0, "1970-01-01");

  private Iso() {}

  public static String format(long epochMillis) {
    long number = Math.floorDiv(epochMillis, DAY_MILLIS);
    int ofDay = (int) Math.floorMod(epochMillis, DAY_MILLIS);
    char[] text = new char[24];
    day(number).getChars(0, 10, text, 0);
    text[10] = 'T';
    digits(text, 11, ofDay / 3_600_000);
    text[13] = ':';
    digits(text, 14, ofDay / 60_000 % 60);
    text[16] = ':';
    digits(text, 17, ofDay / 1000 % 60);
    int millis = ofDay % 1000;
    if (millis == 0) {
      text[19] = 'Z';
      return new String(text, 0, 20);
    }
    text[19] = '.';
    text[20] = (char) ('0' + millis / 100);
    digits(text, 21, millis % 100);
    text[23] = 'Z';
    return new String(text);
  }

  /**
   * Whether a text is a time exactly as {@link #format} writes it, with milliseconds, and surely a
   * good one: the 29th and later days are left to a closer look.
   */
  public static boolean isPlain(String text) {
    if (text.length() != 24 || text.charAt(23) != 'Z') {
      return false;
    }
    for (int i = 0; i < 23; i++) {
      char expected = "0000-00-00T00:00:00.000".charAt(i);
      char c = text.charAt(i);
      if (expected == '0' ? c < '0' || c > '9' : c != expected) {
        return false;
      }
    }
    return within(text, 5, 1, 12)
        && within(text, 8, 1, 28)
        && within(text, 11, 0, 23)
        && within(text, 14, 0, 59)
        && within(text, 17, 0, 59)
        && !text.startsWith("000", 20);
  }

  private static boolean within(String text, int at, int least, int most) {
    int number = (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    return number >= least && number <= most;
  }

  private static String day(long number) {
    Day day = lastDay;
    if (day.number != number) {
      day = new Day(number, LocalDate.ofEpochDay(number).toString());
      lastDay = day;
    }
    return day.text;
  }

  private static void digits(char[] text, int at, int number) {
    text[at] = (char) ('0' + number / 10);
    text[at + 1] = (char) ('0' + number % 10);
  }
}

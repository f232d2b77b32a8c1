package dev.millrace.crm.body;

import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Dates and times as ISO 8601 text, written into a given array: {@code java.time}'s own formatters
 * make several objects a value. For years of four digits.
 */
public final class IsoText {

  /** Length of {@code yyyy-MM-ddTHH:mm:ss.SSSZ}. */
  public static final int LONGEST = 24;

  private static final int NANOS_A_MILLI = 1_000_000;

  private IsoText() {}

  public static boolean hasFourDigitYear(LocalDate date) {
    return date.getYear() >= 0 && date.getYear() <= 9999;
  }

  /** Writes {@code yyyy-MM-dd}; returns its length. */
  public static int date(LocalDate date, char[] to) {
    digits(date.getYear(), 4, to, 0);
    to[4] = '-';
    digits(date.getMonthValue(), 2, to, 5);
    to[7] = '-';
    digits(date.getDayOfMonth(), 2, to, 8);
    return 10;
  }

  /**
   * Writes {@code yyyy-MM-ddTHH:mm:ss.SSSZ}, cutting what is below a millisecond; returns its
   * length.
   */
  public static int utc(LocalDateTime time, char[] to) {
    int at = date(time.toLocalDate(), to);
    to[at] = 'T';
    digits(time.getHour(), 2, to, 11);
    to[13] = ':';
    digits(time.getMinute(), 2, to, 14);
    to[16] = ':';
    digits(time.getSecond(), 2, to, 17);
    to[19] = '.';
    digits(time.getNano() / NANOS_A_MILLI, 3, to, 20);
    to[23] = 'Z';
    return LONGEST;
  }

  private static void digits(int value, int count, char[] to, int at) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      to[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}

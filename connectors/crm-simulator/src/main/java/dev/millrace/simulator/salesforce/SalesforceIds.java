package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.StoredRecord;

/**
 * Record ids as texts: three characters of the object, twelve of a number, and three that tell the
 * case of those before, so that the id holds even where case is lost.
 */
final class SalesforceIds {

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  private static final int SHORT = 15;

  private SalesforceIds() {}

  static String text(ObjectType type, StoredRecord record) {
    return text(type.typeId(), record.id());
  }

  /** Eighteen characters. */
  static String text(String prefix, long number) {
    char[] id = new char[18];
    prefix.getChars(0, 3, id, 0);
    long rest = number;
    for (int i = SHORT - 1; i >= 3; i--) {
      id[i] = DIGITS.charAt((int) (rest % 62));
      rest /= 62;
    }
    for (int block = 0; block < 3; block++) {
      int upper = 0;
      for (int i = 4; i >= 0; i--) {
        char c = id[block * 5 + i];
        upper = upper << 1 | (c >= 'A' && c <= 'Z' ? 1 : 0);
      }
      id[SHORT + block] = CHECK.charAt(upper);
    }
    return new String(id);
  }

  /** The number of an id of 15 or 18 characters with this prefix; -1 when it is no such id. */
  static long number(String prefix, String text) {
    if (text.length() != SHORT && text.length() != 18 || !text.startsWith(prefix)) {
      return -1;
    }
    long number = 0;
    for (int i = 3; i < SHORT; i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      number = number * 62 + digit;
    }
    return number;
  }
}

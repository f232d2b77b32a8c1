package dev.millrace.job.mapping.functions;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions of text. A null gives null. */
public final class Texts {

  private Texts() {}

  /** Patterns are SQL's: {@code %} any text, {@code _} one character, backslash escapes. */
  public static boolean sqlLike(String text, String pattern) {
    return text != null && pattern != null && LikePattern.matches(text, pattern);
  }

  public static boolean sqlNotLike(String text, String pattern) {
    return text != null && pattern != null && !LikePattern.matches(text, pattern);
  }

  public static String sqlConcat(Object a, Object b) {
    return a == null || b == null ? null : a.toString() + b;
  }

  public static String sqlLower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  public static String sqlUpper(String text) {
    return text == null ? null : text.toUpperCase(Locale.ROOT);
  }

  public static Integer sqlCharLength(String text) {
    return text == null ? null : (Integer) text.codePointCount(0, text.length());
  }

  /** The part between {@code BOTH}, {@code LEADING} or {@code TRAILING} repeats of a text. */
  public static String sqlTrim(String side, String what, String text) {
    if (text == null || what == null || what.isEmpty()) {
      return text;
    }
    int from = 0;
    int to = text.length();
    while (!side.equals("TRAILING") && from < to && text.startsWith(what, from)) {
      from += what.length();
    }
    while (!side.equals("LEADING") && from < to && text.substring(from, to).endsWith(what)) {
      to -= what.length();
    }
    return text.substring(Math.min(from, to), to);
  }

  public static String sqlSubstring(String text, Integer from) {
    return sqlSubstring(text, from, Integer.MAX_VALUE);
  }

  /** From a position counted from 1, or from the end where it is negative. */
  public static String sqlSubstring(String text, Integer from, Integer length) {
    if (text == null || from == null || length == null) {
      return null;
    }
    int start = from > 0 ? from - 1 : from < 0 ? text.length() + from : 0;
    if (start < 0 || start >= text.length() || length <= 0) {
      return "";
    }
    return text.substring(start, (int) Math.min(text.length(), (long) start + length));
  }

  public static String sqlRegexpReplace(String text, String regex, String replacement) {
    return text == null || regex == null || replacement == null
        ? null
        : Pattern.compile(regex).matcher(text).replaceAll(Matcher.quoteReplacement(replacement));
  }
}

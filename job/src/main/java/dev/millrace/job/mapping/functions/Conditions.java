package dev.millrace.job.mapping.functions;

/** Comparisons and conditions; one with a null is not true, as Flink CDC documents it. */
public final class Conditions {

  private Conditions() {}

  public static boolean sqlTrue(Object condition) {
    return Boolean.TRUE.equals(condition);
  }

  public static boolean sqlFalse(Object condition) {
    return Boolean.FALSE.equals(condition);
  }

  public static boolean sqlNot(Object condition) {
    return !Boolean.TRUE.equals(condition);
  }

  public static boolean sqlIsNull(Object value) {
    return value == null;
  }

  public static boolean sqlEquals(Object a, Object b) {
    return a != null && b != null && equal(a, b);
  }

  public static boolean sqlNotEquals(Object a, Object b) {
    return a != null && b != null && !equal(a, b);
  }

  public static boolean sqlLess(Object a, Object b) {
    return a != null && b != null && compare(a, b) < 0;
  }

  public static boolean sqlLessOrEqual(Object a, Object b) {
    return a != null && b != null && compare(a, b) <= 0;
  }

  public static boolean sqlBetween(Object value, Object low, Object high) {
    return sqlLessOrEqual(low, value) && sqlLessOrEqual(value, high);
  }

  public static boolean sqlNotBetween(Object value, Object low, Object high) {
    return sqlLess(value, low) || sqlLess(high, value);
  }

  public static boolean sqlIn(Object value, Object... list) {
    for (Object element : list) {
      if (sqlEquals(value, element)) {
        return true;
      }
    }
    return false;
  }

  public static boolean sqlNotIn(Object value, Object... list) {
    return value != null && !sqlIn(value, list);
  }

  private static boolean equal(Object a, Object b) {
    return a.getClass() == b.getClass() ? a.equals(b) : compare(a, b) == 0;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object a, Object b) {
    if (a.getClass() == b.getClass()) {
      return ((Comparable) a).compareTo(b);
    }
    return Numbers.number(a).compareTo(Numbers.number(b));
  }
}

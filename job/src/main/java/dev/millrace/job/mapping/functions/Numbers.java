package dev.millrace.job.mapping.functions;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.flink.cdc.common.data.DecimalData;

/**
 * Arithmetic: exact for whole numbers and decimals, refused where it overflows. A null gives null.
 */
public final class Numbers {

  private Numbers() {}

  /** A decimal of any size as the expression's own type. */
  public static DecimalData decimal(BigDecimal value) {
    BigDecimal scaled = value.scale() < 0 ? value.setScale(0) : value;
    return DecimalData.fromBigDecimal(
        scaled, Math.max(scaled.precision(), scaled.scale() + 1), scaled.scale());
  }

  public static Object sqlPlus(Object a, Object b) {
    return a == null || b == null ? null : arithmetic('+', a, b);
  }

  public static Object sqlMinus(Object a, Object b) {
    return a == null || b == null ? null : arithmetic('-', a, b);
  }

  public static Object sqlTimes(Object a, Object b) {
    return a == null || b == null ? null : arithmetic('*', a, b);
  }

  public static Object sqlDivide(Object a, Object b) {
    return a == null || b == null ? null : arithmetic('/', a, b);
  }

  public static Object sqlMod(Object a, Object b) {
    return a == null || b == null ? null : arithmetic('%', a, b);
  }

  private static Object arithmetic(char operator, Object a, Object b) {
    if (a instanceof DecimalData || b instanceof DecimalData) {
      return isFloating(a) || isFloating(b)
          ? (Object) floating(operator, number(a).doubleValue(), number(b).doubleValue())
          : decimal(exact(operator, number(a), number(b)));
    }
    Number x = (Number) a;
    Number y = (Number) b;
    return isFloating(a) || isFloating(b)
        ? (Object) floating(operator, x.doubleValue(), y.doubleValue())
        : (Object) whole(operator, x.longValue(), y.longValue());
  }

  private static double floating(char operator, double x, double y) {
    switch (operator) {
      case '+':
        return x + y;
      case '-':
        return x - y;
      case '*':
        return x * y;
      case '/':
        return x / y;
      default:
        return x % y;
    }
  }

  private static long whole(char operator, long x, long y) {
    switch (operator) {
      case '+':
        return Math.addExact(x, y);
      case '-':
        return Math.subtractExact(x, y);
      case '*':
        return Math.multiplyExact(x, y);
      case '/':
        return x / y;
      default:
        return x % y;
    }
  }

  private static BigDecimal exact(char operator, BigDecimal x, BigDecimal y) {
    switch (operator) {
      case '+':
        return x.add(y);
      case '-':
        return x.subtract(y);
      case '*':
        return x.multiply(y);
      case '/':
        return x.divide(y, Math.max(x.scale(), y.scale()) + 6, RoundingMode.HALF_UP);
      default:
        return x.remainder(y);
    }
  }

  private static boolean isFloating(Object value) {
    return value instanceof Double || value instanceof Float;
  }

  static BigDecimal number(Object value) {
    if (value instanceof DecimalData) {
      return ((DecimalData) value).toBigDecimal();
    } else if (value instanceof Double) {
      return BigDecimal.valueOf((Double) value);
    } else if (value instanceof Float) {
      return new BigDecimal(value.toString());
    } else if (value instanceof Number) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    throw new IllegalArgumentException(value.getClass().getSimpleName() + " is not a number");
  }

  public static Object sqlAbs(Object value) {
    return value == null
        ? null
        : isFloating(value) ? absolute(value) : decimal(number(value).abs());
  }

  private static Object absolute(Object floating) {
    return Math.abs(((Number) floating).doubleValue());
  }

  public static Object sqlCeil(Object value) {
    return round(value, 0, RoundingMode.CEILING);
  }

  public static Object sqlFloor(Object value) {
    return round(value, 0, RoundingMode.FLOOR);
  }

  public static Object sqlRound(Object value) {
    return round(value, 0, RoundingMode.HALF_UP);
  }

  public static Object sqlRound(Object value, Object digits) {
    return digits == null ? null : round(value, number(digits).intValue(), RoundingMode.HALF_UP);
  }

  private static Object round(Object value, int digits, RoundingMode mode) {
    return value == null ? null : decimal(number(value).setScale(digits, mode));
  }

  public static DecimalData sqlDecimal(String digits) {
    return decimal(new BigDecimal(digits));
  }
}

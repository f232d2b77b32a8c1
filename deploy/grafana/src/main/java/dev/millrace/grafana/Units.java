package dev.millrace.grafana;

import java.util.Locale;

/** Numbers in those of Grafana's units that the dashboard has. */
final class Units {

  private Units() {}

  static String of(String unit, double value) {
    return switch (unit) {
      case "ms" -> Math.abs(value) < 1000 ? number(value) + " ms" : number(value / 1000) + " s";
      case "bytes" -> scaled(value, 1024, "B", "KiB", "MiB", "GiB");
      case "percentunit" -> number(value * 100) + " %";
      case "cps", "reqps" -> scaled(value, 1000, "/s", "K/s", "M/s");
      case "short" -> scaled(value, 1000, "", "K", "M");
      default -> throw new IllegalArgumentException("unit " + unit);
    };
  }

  private static String scaled(double value, int base, String... names) {
    double scaled = value;
    int name = 0;
    while (Math.abs(scaled) >= base && name < names.length - 1) {
      scaled /= base;
      name++;
    }
    return (number(scaled) + " " + names[name]).trim();
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}

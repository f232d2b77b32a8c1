package dev.millrace.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One panel as SVG: its series over time, an axis in its unit, and a legend with last values. */
final class Chart {

  private static final String[] COLOURS = {
    "#1f77b4", "#e4572e", "#3c9d4e", "#8e5bb5", "#b8860b", "#17849b"
  };
  private static final int LEFT = 52;
  private static final int TOP = 24;
  private static final int LEGEND_LINE = 14;
  private static final int LINES = 4;
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  private record Series(String name, List<double[]> points) {}

  private final Dashboard.Panel panel;
  private final Instant from;
  private final Instant to;
  private final int width;
  private final int height;
  private final List<Series> all = new ArrayList<>();

  Chart(Dashboard.Panel panel, Instant from, Instant to, int width, int height) {
    this.panel = panel;
    this.from = from;
    this.to = to;
    this.width = width;
    this.height = height;
  }

  /** Adds what Prometheus has answered to a query of the panel. */
  void add(Dashboard.Query query, List<JsonNode> answer) {
    for (JsonNode series : answer) {
      List<double[]> points = new ArrayList<>();
      for (JsonNode value : series.path("values")) {
        double y = Double.parseDouble(value.get(1).asText().replace("Inf", "Infinity"));
        if (Double.isFinite(y)) {
          points.add(new double[] {value.get(0).asDouble(), y});
        }
      }
      all.add(new Series(name(query.legend(), series.path("metric")), points));
    }
  }

  private static String name(String legend, JsonNode labels) {
    Matcher matcher = LABEL.matcher(legend);
    return matcher.replaceAll(
        label -> Matcher.quoteReplacement(labels.path(label.group(1)).asText()));
  }

  String svg() {
    double most = 0;
    double least = 0;
    for (Series series : all) {
      for (double[] point : series.points) {
        most = Math.max(most, point[1]);
        least = Math.min(least, point[1]);
      }
    }
    double step = niceStep((most - least) / LINES);
    double bottom = Math.floor(least / step) * step;
    double top = Math.max(bottom + step, Math.ceil(most / step) * step);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg width='%d' height='%d'><text x='6' y='15' class='title'>%s</text>",
            width, height, escaped(panel.title())));
    for (double line = bottom; line <= top + step / 2; line += step) {
      double y = y(line, bottom, top);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' class='grid'/>"
                  + "<text x='%d' y='%.1f' class='value'>%s</text>",
              LEFT,
              width - 8,
              y,
              y,
              LEFT - 5,
              y + 3,
              escaped(Units.of(panel.unit(), line))));
    }
    times(svg);
    for (int i = 0; i < all.size(); i++) {
      draw(svg, i, bottom, top);
    }
    return svg.append("</svg>").toString();
  }

  private void times(StringBuilder svg) {
    long seconds = to.getEpochSecond() - from.getEpochSecond();
    for (long at = 0; at <= seconds; at += 60) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x='%.1f' y='%d' class='time'>%d:00</text>",
              x((double) from.getEpochSecond() + at),
              plotBottom() + 12,
              at / 60));
    }
  }

  private void draw(StringBuilder svg, int index, double bottom, double top) {
    Series series = all.get(index);
    StringBuilder path = new StringBuilder();
    for (double[] point : series.points) {
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(point[1], bottom, top)));
    }
    String colour = COLOURS[index % COLOURS.length];
    int y = plotBottom() + 27 + index * LEGEND_LINE;
    String last =
        series.points.isEmpty()
            ? ""
            : Units.of(panel.unit(), series.points.get(series.points.size() - 1)[1]);
    svg.append(
        String.format(
            "<polyline points='%s' style='stroke:%s'/><rect x='%d' y='%d' width='10' height='3' fill='%s'/>"
                + "<text x='%d' y='%d' class='legend'>%s</text><text x='%d' y='%d' class='value'>%s</text>",
            path,
            colour,
            LEFT,
            y - 5,
            colour,
            LEFT + 15,
            y,
            escaped(series.name),
            width - 8,
            y,
            escaped(last)));
  }

  /** Room for as many series as the panel with the most has. */
  private int plotBottom() {
    return height - 22 - 5 * LEGEND_LINE;
  }

  private double x(double epochSecond) {
    double share =
        (epochSecond - from.getEpochSecond())
            / Math.max(1, to.getEpochSecond() - from.getEpochSecond());
    return LEFT + share * (width - 8 - LEFT);
  }

  private double y(double value, double bottom, double top) {
    return plotBottom() - (value - bottom) / (top - bottom) * (plotBottom() - TOP);
  }

  /** 1, 2 or 5 times a power of ten, not below. */
  private static double niceStep(double step) {
    if (step <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= step) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  static String escaped(String text) {
    String escaped = text;
    for (Map.Entry<String, String> character :
        List.of(Map.entry("&", "&amp;"), Map.entry("<", "&lt;"), Map.entry(">", "&gt;"))) {
      escaped = escaped.replace(character.getKey(), character.getValue());
    }
    return escaped;
  }
}

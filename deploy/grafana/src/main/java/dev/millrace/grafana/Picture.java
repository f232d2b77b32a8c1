package dev.millrace.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs the demo with an outage of the CRM in it under a Prometheus, asks that the dashboard's own
 * queries and writes what it answered as a page of charts.
 */
public final class Picture {

  private static final int COLUMN = 58;
  private static final int ROW = 26;
  private static final Duration STEP = Duration.ofSeconds(2);

  private static final List<String> RUN =
      List.of(
          "--rate=400",
          "--rows=5000",
          "--limits=professional",
          "--warm-up=20s",
          "--for=120s",
          "--outage=30s");

  private static final String STYLE =
      """
      body { margin: 0; background: #f4f5f7; font-family: sans-serif; }
      .panel { position: absolute; background: #fff; border: 1px solid #d8dbe0; }
      svg text { font-size: 10px; fill: #555; }
      svg .title { font-size: 12px; font-weight: bold; fill: #222; }
      svg .value { text-anchor: end; }
      svg .time { text-anchor: middle; }
      svg .grid { stroke: #e6e8eb; }
      svg polyline { fill: none; stroke-width: 1.3; }
      """;

  private Picture() {}

  /**
   * Arguments: the folder deploy/grafana, an empty folder to work in, the page to write.
   *
   * @throws Exception when the run or Prometheus fails
   */
  public static void main(String[] arguments) throws Exception {
    Path here = Path.of(arguments[0]);
    Path work = Path.of(arguments[1]);
    Instant start = Instant.now();
    PrometheusTools tools = PrometheusTools.get();
    try (DemoProcess demo = DemoProcess.start(here.resolveSibling("local"), work, RUN);
        Prometheus prometheus =
            Prometheus.start(
                tools, Files.createDirectory(work.resolve("prometheus")), demo.metricsPort())) {
      demo.awaitEnd();
      Dashboard dashboard = Dashboard.read(here.resolve("dashboard.json"));
      Files.writeString(Path.of(arguments[2]), page(dashboard, prometheus, start, Instant.now()));
    }
  }

  private static String page(Dashboard dashboard, Prometheus prometheus, Instant from, Instant to)
      throws IOException, InterruptedException {
    StringBuilder page = new StringBuilder("<!doctype html><meta charset=utf-8><style>");
    page.append(STYLE).append("</style>");
    for (Dashboard.Panel panel : dashboard.panels()) {
      Dashboard.Place place = panel.place();
      Chart chart =
          new Chart(panel, from, to, place.width() * COLUMN - 8, place.height() * ROW - 8);
      for (Dashboard.Query query : panel.queries()) {
        chart.add(query, prometheus.range(query.expression(), from, to, STEP));
      }
      page.append(
          "<div class=panel style='left:%dpx;top:%dpx'>%s</div>"
              .formatted(place.x() * COLUMN + 4, place.y() * ROW + 4, chart.svg()));
    }
    return page.toString();
  }
}

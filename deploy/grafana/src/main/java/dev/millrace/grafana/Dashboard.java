package dev.millrace.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What deploy/grafana/dashboard.json asks of Prometheus. */
public record Dashboard(String title, List<Panel> panels, List<Variable> variables) {

  /**
   * One panel.
   *
   * @param unit Grafana's name of the unit
   * @param place on Grafana's grid of 24 columns
   */
  public record Panel(
      String title, String description, String unit, List<Query> queries, Place place) {}

  /**
   * One query.
   *
   * @param expression as Prometheus takes it, with every job and source chosen
   * @param legend the series' name, with {@code {{label}}} in it
   */
  public record Query(String expression, String legend) {}

  /** In grid units. */
  public record Place(int x, int y, int width, int height) {}

  /** A choice above the panels; its values are labels that a metric has. */
  public record Variable(String name, String metric, String label) {}

  public static Dashboard read(Path file) throws IOException {
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    List<Panel> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel(panel));
      }
    }
    List<Variable> variables = new ArrayList<>();
    for (JsonNode variable : json.path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        variables.add(variable(variable));
      }
    }
    return new Dashboard(json.path("title").asText(), panels, variables);
  }

  private static Panel panel(JsonNode panel) {
    List<Query> queries = new ArrayList<>();
    for (JsonNode target : panel.path("targets")) {
      queries.add(
          new Query(
              everything(target.path("expr").asText()), target.path("legendFormat").asText()));
    }
    JsonNode grid = panel.path("gridPos");
    return new Panel(
        panel.path("title").asText(),
        panel.path("description").asText(),
        panel.path("fieldConfig").path("defaults").path("unit").asText(),
        queries,
        new Place(
            grid.path("x").asInt(),
            grid.path("y").asInt(),
            grid.path("w").asInt(),
            grid.path("h").asInt()));
  }

  /** {@code label_values(metric{...}, label)}. */
  private static Variable variable(JsonNode variable) {
    String query = variable.path("query").path("query").asText();
    String inside = query.substring("label_values(".length(), query.lastIndexOf(')'));
    int comma = inside.lastIndexOf(',');
    return new Variable(
        variable.path("name").asText(),
        everything(inside.substring(0, comma)),
        inside.substring(comma + 1).trim());
  }

  /** As Grafana fills it in, with all chosen. */
  private static String everything(String expression) {
    return expression
        .replace("$job", ".*")
        .replace("$source", ".*")
        .replace("$__rate_interval", "15s");
  }
}

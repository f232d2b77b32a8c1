package dev.millrace.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What deploy/grafana/alerts.yaml asks of Prometheus. */
public record AlertRules(List<Alert> alerts) {

  /** One alert. */
  public record Alert(
      String name, String expression, String severity, Map<String, String> annotations) {

    /**
     * What the expression asks for, each as a query that has a value whether the alert fires or
     * not: comparisons, which leave series out, give 0 or 1 instead, and what stands after {@code
     * unless} is asked by itself.
     */
    public List<String> asked() {
      return Stream.of(expression.split(" unless on \\([a-z_, ]+\\) "))
          .map(part -> part.replaceAll(" (>=|<=|>|<|==|!=) (?!bool)", " $1 bool "))
          .toList();
    }
  }

  public static AlertRules read(Path file) throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode group : yaml.readTree(file.toFile()).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        alerts.add(
            new Alert(
                rule.path("alert").asText(),
                rule.path("expr").asText(),
                rule.path("labels").path("severity").asText(),
                yaml.convertValue(
                    rule.path("annotations"),
                    yaml.getTypeFactory()
                        .constructMapType(Map.class, String.class, String.class))));
      }
    }
    return new AlertRules(alerts);
  }
}

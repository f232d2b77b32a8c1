package dev.millrace.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whom the job may talk to: the network policies among some manifests, and the services that names
 * stand for. All policies are taken for the job's, and what any of them lets out is let out.
 */
record Reach(List<JsonNode> manifests) {

  boolean hasService(String name) {
    return service(name).isPresent();
  }

  /** Whether a host, a service's name or any other, can be reached at a port. */
  boolean allows(String host, int port) {
    Optional<JsonNode> service = service(host);
    if (service.isEmpty()) {
      return policies().anyMatch(rule -> !rule.has("to") && lists(rule, port));
    }
    JsonNode labels = service.get().at("/spec/selector");
    for (JsonNode offered : service.get().at("/spec/ports")) {
      if (offered.path("port").asInt() == port) {
        int target = containerPort(labels, offered.path("targetPort"), port);
        return policies().anyMatch(rule -> lists(rule, target) && isTo(rule, labels));
      }
    }
    return false;
  }

  private Optional<JsonNode> service(String name) {
    return ofKind("Service")
        .filter(service -> service.at("/metadata/name").asText().equals(name))
        .findFirst();
  }

  private Stream<JsonNode> ofKind(String kind) {
    return manifests.stream().filter(manifest -> manifest.path("kind").asText().equals(kind));
  }

  private Stream<JsonNode> policies() {
    return ofKind("NetworkPolicy")
        .flatMap(policy -> StreamSupport.stream(policy.at("/spec/egress").spliterator(), false));
  }

  private static boolean lists(JsonNode rule, int port) {
    for (JsonNode listed : rule.path("ports")) {
      if (listed.path("port").asInt() == port
          && listed.path("protocol").asText("TCP").equals("TCP")) {
        return true;
      }
    }
    return !rule.has("ports");
  }

  private static boolean isTo(JsonNode rule, JsonNode labels) {
    for (JsonNode peer : rule.path("to")) {
      JsonNode selected = peer.at("/podSelector/matchLabels");
      if (!peer.has("namespaceSelector")
          && selected.properties().stream()
              .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))) {
        return true;
      }
    }
    return !rule.has("to");
  }

  /** The port behind a service's, which may be named as the container names it. */
  private int containerPort(JsonNode labels, JsonNode target, int port) {
    if (target.isMissingNode()) {
      return port;
    }
    if (target.isInt()) {
      return target.asInt();
    }
    for (JsonNode workload : manifests) {
      if (workload.at("/spec/template/metadata/labels").equals(labels)) {
        for (JsonNode named : workload.at("/spec/template/spec/containers/0/ports")) {
          if (named.path("name").equals(target)) {
            return named.path("containerPort").asInt();
          }
        }
      }
    }
    throw new AssertionError("no container of " + labels + " has a port " + target);
  }
}

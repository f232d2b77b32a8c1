package dev.millrace.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The manifests as they are written, and as kustomize lays one over the other. */
final class Manifests {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Manifests() {}

  static JsonNode read(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  /** Every document of a file. */
  static List<JsonNode> readAll(Path file) throws IOException {
    return readAll(Files.readString(file));
  }

  static List<JsonNode> readAll(String yaml) throws IOException {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return documents.readAll();
    }
  }

  static <T> T as(Class<T> type, JsonNode manifest) throws IOException {
    return YAML.treeToValue(manifest, type);
  }

  /** Paths of what the type does not know, whether it drops that or keeps it beside. */
  static List<String> unknownFields(Class<?> type, JsonNode manifest)
      throws IOException, IllegalAccessException {
    Object object = as(type, manifest);
    List<String> unknown = UnknownFields.of(object);
    dropped("", manifest, YAML.valueToTree(object), unknown);
    return unknown;
  }

  private static void dropped(String path, JsonNode before, JsonNode after, List<String> dropped) {
    if (after == null) {
      dropped.add(path);
    } else if (before.isObject()) {
      before
          .properties()
          .forEach(
              entry ->
                  dropped(
                      path + '.' + entry.getKey(),
                      entry.getValue(),
                      after.get(entry.getKey()),
                      dropped));
    } else if (before.isArray()) {
      for (int index = 0; index < before.size(); index++) {
        dropped(path + '[' + index + ']', before.get(index), after.get(index), dropped);
      }
    }
  }

  /**
   * A merge patch (RFC 7386), which is what kustomize does to a custom resource that it has no
   * schema of: maps are merged, all else is replaced, null removes.
   */
  static JsonNode patched(JsonNode manifest, JsonNode patch) {
    if (!manifest.isObject() || !patch.isObject()) {
      return patch;
    }
    ObjectNode merged = manifest.deepCopy();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getValue().isNull()) {
        merged.remove(entry.getKey());
      } else {
        JsonNode old = merged.get(entry.getKey());
        merged.set(entry.getKey(), old == null ? entry.getValue() : patched(old, entry.getValue()));
      }
    }
    return merged;
  }
}

package dev.millrace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A compose file with its anchors and merges resolved.
 *
 * @param folder what its paths count from
 */
record Compose(Path folder, JsonNode root) {

  static Compose read(Path file) throws IOException {
    return new Compose(file.getParent(), yaml(file));
  }

  static JsonNode yaml(Path file) throws IOException {
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    return new ObjectMapper().valueToTree(tree);
  }

  Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new LinkedHashMap<>();
    root.get("services").properties().forEach(one -> services.put(one.getKey(), one.getValue()));
    return services;
  }

  JsonNode service(String name) {
    return root.get("services").get(name);
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Files of this machine that a service has, by their place in its container. */
  Map<String, Path> files(String service) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String volume : texts(service(service).path("volumes"))) {
      List<String> words = Arrays.asList(volume.split(":", -1));
      if (words.get(0).startsWith(".")) {
        files.put(words.get(1), folder.resolve(words.get(0)).normalize());
      }
    }
    for (String secret : texts(service(service).path("secrets"))) {
      files.put(
          "/run/secrets/" + secret,
          folder.resolve(root.get("secrets").get(secret).get("file").asText()).normalize());
    }
    return files;
  }
}

package dev.millrace.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubectl's kustomize makes of the overlays, where there is a kubectl. */
class KustomizeTest {

  private static final String VOLUMES = "/spec/podTemplate/spec/volumes";

  @TempDir Path directory;

  @BeforeAll
  static void kubectl() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
        "not run: there is no kubectl on the PATH");
  }

  /** The other tests lay the patches themselves, so that they need no kubectl. */
  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void itLaysThePatchesAsTheOtherTestsDo(String overlay) throws Exception {
    JsonNode rendered = one("FlinkDeployment", render(overlay(overlay)));
    JsonNode patched = ManifestsTest.deployment(overlay);

    // In the volumes are names that have a hash of what is in them: the next test.
    assertThat(rendered.at(VOLUMES)).hasSameSizeAs(patched.at(VOLUMES));
    for (JsonNode deployment : List.of(rendered, patched)) {
      ((ObjectNode) deployment.at("/spec/podTemplate/spec")).remove("volumes");
    }
    assertThat(rendered).isEqualTo(patched);
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void whatTheDeploymentNamesIsThere(String overlay) throws Exception {
    demandNamed(render(overlay(overlay)), overlay.equals("development"));
  }

  /** What a user's own overlay does: another name, another image. */
  @Test
  void anOverlayOfOnesOwnRenamesEachAndSetsTheImage() throws Exception {
    Path own = Files.createDirectory(directory.resolve("own"));
    Files.writeString(
        own.resolve("kustomization.yaml"),
        """
        resources: [%s]
        namePrefix: eu-
        images: [{name: millrace, newName: registry.example.com/crm/millrace, newTag: "7"}]
        """
            .formatted(own.toRealPath().relativize(overlay("development").toRealPath())));
    List<JsonNode> manifests = render(own);
    demandNamed(manifests, true);
    JsonNode spec = one("FlinkDeployment", manifests).get("spec");

    assertThat(spec.get("image").asText()).isEqualTo("registry.example.com/crm/millrace:7");
    assertThat(spec.at("/podTemplate/spec/initContainers/0/image")).isEqualTo(spec.get("image"));
    assertThat(spec.get("serviceAccount").asText()).isEqualTo("eu-millrace");
  }

  /**
   * @param secretToo whether it is among the manifests, and not made by hand
   */
  private static void demandNamed(List<JsonNode> manifests, boolean secretToo) {
    JsonNode deployment = one("FlinkDeployment", manifests);
    assertThat(names(manifests, "ServiceAccount"))
        .contains(deployment.at("/spec/serviceAccount").asText());
    for (JsonNode volume : deployment.at(VOLUMES)) {
      if (volume.has("configMap")) {
        assertThat(names(manifests, "ConfigMap")).contains(volume.at("/configMap/name").asText());
      } else if (volume.has("persistentVolumeClaim")) {
        assertThat(names(manifests, "PersistentVolumeClaim"))
            .contains(volume.at("/persistentVolumeClaim/claimName").asText());
      } else if (secretToo) {
        assertThat(names(manifests, "Secret")).contains(volume.at("/secret/secretName").asText());
      } else {
        assertThat(volume.at("/secret/secretName").asText()).isEqualTo("millrace-secrets");
      }
    }
  }

  private static Path overlay(String name) {
    return Path.of("overlays", name);
  }

  private static List<String> names(List<JsonNode> manifests, String kind) {
    return manifests.stream()
        .filter(manifest -> manifest.path("kind").asText().equals(kind))
        .map(manifest -> manifest.at("/metadata/name").asText())
        .toList();
  }

  private static JsonNode one(String kind, List<JsonNode> manifests) {
    List<JsonNode> found =
        manifests.stream().filter(manifest -> manifest.path("kind").asText().equals(kind)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<JsonNode> render(Path folder) throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", folder.toString())
            .redirectError(errors.toFile())
            .start();
    String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).as(Files.readString(errors)).isZero();
    return Manifests.readAll(rendered);
  }
}

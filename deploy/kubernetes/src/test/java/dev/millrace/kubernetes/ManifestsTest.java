package dev.millrace.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.FlinkOptions;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.Layers;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkVersion;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator and Kubernetes take the manifests, and the job takes its configuration in them. */
class ManifestsTest {

  private static final Path BASE = Path.of("base");
  private static final String DEPLOYMENT = "flink-deployment.yaml";

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void theOperatorKnowsEveryField(String overlay) throws Exception {
    assertThat(Manifests.unknownFields(FlinkDeployment.class, deployment(overlay))).isEmpty();
    FlinkDeployment deployment = Manifests.as(FlinkDeployment.class, deployment(overlay));
    assertThat(deployment.getSpec().getFlinkVersion()).isEqualTo(FlinkVersion.v1_20);
    assertThat(deployment.getSpec().getJob().getUpgradeMode()).isEqualTo(UpgradeMode.SAVEPOINT);
    assertThat(deployment.getSpec().getFlinkConfiguration())
        .containsKeys(
            CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
            CheckpointingOptions.SAVEPOINT_DIRECTORY.key(),
            HighAvailabilityOptions.HA_STORAGE_PATH.key());
  }

  @Test
  void anUnknownFieldFails() throws Exception {
    JsonNode deployment = deployment("production");
    ((ObjectNode) deployment.get("spec").get("job")).put("parallelizm", 2);

    assertThat(Manifests.unknownFields(FlinkDeployment.class, deployment))
        .containsExactly(".spec.job.parallelizm");
  }

  @Test
  void anUnknownFieldOfAPodFails() throws Exception {
    JsonNode deployment = deployment("production");
    ((ObjectNode) deployment.at("/spec/podTemplate/spec/containers/0")).put("imagePullPolice", "x");

    assertThat(Manifests.unknownFields(FlinkDeployment.class, deployment))
        .singleElement()
        .asString()
        .endsWith(".imagePullPolice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void everyFlinkSettingIsOneOfFlinksAndHasAGoodValue(String overlay) throws Exception {
    Map<String, String> settings =
        Manifests.as(FlinkDeployment.class, deployment(overlay)).getSpec().getFlinkConfiguration();

    assertThat(FlinkOptions.faults(settings)).isEmpty();
  }

  /** A patch replaces lists: an entry of the base that it forgets would be gone without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void noOverlayLosesAVolumeOfTheBase(String overlay) throws Exception {
    JsonNode base = Manifests.read(BASE.resolve(DEPLOYMENT)).at("/spec/podTemplate/spec");
    JsonNode patched = deployment(overlay).at("/spec/podTemplate/spec");

    assertThat(patched.get("volumes")).containsAll(base.get("volumes"));
    assertThat(patched.at("/containers/0/volumeMounts"))
        .containsAll(base.at("/containers/0/volumeMounts"));
    assertThat(patched.at("/containers/0/securityContext"))
        .isEqualTo(base.at("/containers/0/securityContext"));
  }

  @Test
  void kubernetesKnowsEveryFieldOfTheOthers() throws Exception {
    assertThat(
            Manifests.unknownFields(
                NetworkPolicy.class, Manifests.read(BASE.resolve("network-policy.yaml"))))
        .isEmpty();
    assertThat(
            Manifests.unknownFields(
                PersistentVolumeClaim.class,
                Manifests.read(Path.of("overlays/development/state-volume.yaml"))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void theJobTakesItsArguments(String overlay) throws Exception {
    List<String> arguments =
        Arrays.asList(
            Manifests.as(FlinkDeployment.class, deployment(overlay)).getSpec().getJob().getArgs());

    assertThat(arguments).startsWith("run", "--config", "/etc/millrace/millrace.yaml");
    assertThat(
            ConfigLoader.load(
                    BASE.resolve("millrace.yaml"),
                    Layers.of(arguments.subList(3, arguments.size())))
                .mappings())
        .hasSize(1);
  }

  /** Every manifest that stands in a kustomization is one that a test looks at. */
  @Test
  void noFileIsLeftOut() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".yaml"))
                  .filter(file -> !file.startsWith("./target"))
                  .map(Path::normalize)
                  .map(Path::toString))
          .containsExactlyInAnyOrder(
              "base/flink-deployment.yaml",
              "base/kustomization.yaml",
              "base/millrace.yaml",
              "base/name-references.yaml",
              "base/network-policy.yaml",
              "overlays/development/flink-deployment.yaml",
              "overlays/development/kustomization.yaml",
              "overlays/development/state-volume.yaml",
              "overlays/production/flink-deployment.yaml",
              "overlays/production/kustomization.yaml");
    }
  }

  private static JsonNode deployment(String overlay) throws Exception {
    return Manifests.patched(
        Manifests.read(BASE.resolve(DEPLOYMENT)),
        Manifests.read(Path.of("overlays", overlay, DEPLOYMENT)));
  }
}

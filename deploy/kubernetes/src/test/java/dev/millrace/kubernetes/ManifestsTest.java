package dev.millrace.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cdc.SourceOptions;
import dev.millrace.cluster.FlinkOptions;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.operator.DeliveryOptions;
import dev.millrace.job.config.ConfigLoader;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.config.Layers;
import dev.millrace.job.config.SourceConfig;
import dev.millrace.job.config.TuningSection;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
  private static final Path DEVELOPMENT = Path.of("overlays/development");
  private static final String DEPLOYMENT = "flink-deployment.yaml";

  private static final Map<String, Class<?>> TYPES =
      Stream.<Class<?>>of(
              Deployment.class,
              NetworkPolicy.class,
              PersistentVolumeClaim.class,
              Role.class,
              RoleBinding.class,
              Service.class,
              ServiceAccount.class,
              StatefulSet.class)
          .collect(Collectors.toMap(Class::getSimpleName, type -> type));

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

    assertThat(FlinkOptions.faults(settings, OperatorOptions.class)).isEmpty();
  }

  @Test
  void aSettingThatNobodyKnowsIsFound() throws Exception {
    assertThat(
            FlinkOptions.faults(
                new TreeMap<>(
                    Map.of(
                        "kubernetes.operator.deployment.rollback.enable", "true",
                        "kubernetes.operator.savepoint.history.max.age", "7 moons",
                        "metrics.reporters", "prometheus",
                        "metrics.reporter.prometheus.factory.class", "x.PrometheusReporter",
                        "metrics.reporter.prometheus.ports", "9249",
                        "metrics.reporter.promotheus.port", "9249",
                        "taskmanager.numberOfTaskSlot", "2")),
                OperatorOptions.class))
        .satisfiesExactly(
            fault ->
                assertThat(fault).startsWith("kubernetes.operator.deployment.rollback.enable:"),
            fault -> assertThat(fault).startsWith("kubernetes.operator.savepoint.history.max.age:"),
            fault -> assertThat(fault).startsWith("x.PrometheusReporter:"),
            fault -> assertThat(fault).startsWith("ports:"),
            fault -> assertThat(fault).startsWith("promotheus:"),
            fault -> assertThat(fault).startsWith("taskmanager.numberOfTaskSlot:"));
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
    for (Path file : files(BASE, DEVELOPMENT)) {
      for (JsonNode manifest : Manifests.readAll(file)) {
        if (TYPES.containsKey(manifest.path("kind").asText())) {
          assertThat(Manifests.unknownFields(TYPES.get(manifest.path("kind").asText()), manifest))
              .as(file.toString())
              .isEmpty();
        } else {
          assertThat(file.getFileName().toString())
              .isIn(
                  DEPLOYMENT,
                  "kustomization.yaml",
                  "name-references.yaml",
                  "millrace.yaml",
                  "tuning.yaml");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void thePolicyLetsTheJobReachWhatItsConfigurationNames(String overlay) throws Exception {
    Reach reach = reach(overlay);
    for (InetSocketAddress address : addresses(overlay)) {
      assertThat(reach.allows(address.getHostString(), address.getPort()))
          .as(address.toString())
          .isTrue();
      if (overlay.equals("development")) {
        assertThat(reach.hasService(address.getHostString())).as(address.toString()).isTrue();
      }
    }
  }

  @Test
  void anAddressThatThePolicyShutsOutIsFound() throws Exception {
    Reach reach = reach("development");
    assertThat(reach.allows("crm-simulator", 8091)).isFalse();
    assertThat(reach.allows("crm.example.com", 8090)).isFalse();
    List<JsonNode> basesAlone = new ArrayList<>(reach.manifests());
    basesAlone.removeIf(
        manifest -> manifest.at("/metadata/name").asText().equals("millrace-development"));
    assertThat(new Reach(basesAlone).allows("crm-simulator", 8090)).isFalse();
    assertThat(new Reach(basesAlone).allows("postgres", 5432)).isTrue();
  }

  @Test
  void theTuningFileIsMountedAndTheJobTakesIt() throws Exception {
    Path tuning = Path.of(config("production").delivery().get(DeliveryOptions.TUNING_FILE));
    JsonNode pod = Manifests.read(BASE.resolve(DEPLOYMENT)).at("/spec/podTemplate/spec");

    assertThat(pod.at("/containers/0/volumeMounts"))
        .anySatisfy(
            mount -> {
              assertThat(mount.path("mountPath").asText()).isEqualTo(tuning.getParent().toString());
              // A file that is mounted by itself is never renewed.
              assertThat(mount.has("subPath")).isFalse();
            });
    Path file = BASE.resolve(tuning.getFileName());
    assertThat(new TuningSection().read(file.toString(), Files.readString(file)).keySet())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void theJobTakesItsArguments(String overlay) throws Exception {
    List<String> arguments = arguments(overlay);

    assertThat(arguments).startsWith("run", "--config", "/etc/millrace/millrace.yaml");
    assertThat(config(overlay).mappings()).hasSize(1);
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
              "base/service-account.yaml",
              "base/tuning.yaml",
              "overlays/development/crm-simulator.yaml",
              "overlays/development/flink-deployment.yaml",
              "overlays/development/kustomization.yaml",
              "overlays/development/network-policy.yaml",
              "overlays/development/postgres.yaml",
              "overlays/development/state-volume.yaml",
              "overlays/production/flink-deployment.yaml",
              "overlays/production/kustomization.yaml");
    }
  }

  static JsonNode deployment(String overlay) throws Exception {
    return Manifests.patched(
        Manifests.read(BASE.resolve(DEPLOYMENT)),
        Manifests.read(Path.of("overlays", overlay, DEPLOYMENT)));
  }

  private static List<String> arguments(String overlay) throws Exception {
    return List.of(
        Manifests.as(FlinkDeployment.class, deployment(overlay)).getSpec().getJob().getArgs());
  }

  private static JobConfig config(String overlay) throws Exception {
    List<String> arguments = arguments(overlay);
    return ConfigLoader.load(
        BASE.resolve("millrace.yaml"), Layers.of(arguments.subList(3, arguments.size())));
  }

  /** Of the databases and of the CRM. */
  private static List<InetSocketAddress> addresses(String overlay) throws Exception {
    JobConfig config = config(overlay);
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (SourceConfig source : config.sources()) {
      addresses.add(
          InetSocketAddress.createUnresolved(
              source.options().get(SourceOptions.HOSTNAME), SourceOptions.port(source.options())));
    }
    URI crm = URI.create(CrmConnectors.baseUrl(config.sink()));
    int standard = crm.getScheme().equals("https") ? 443 : 80;
    addresses.add(
        InetSocketAddress.createUnresolved(
            crm.getHost(), crm.getPort() < 0 ? standard : crm.getPort()));
    return addresses;
  }

  private static Reach reach(String overlay) throws Exception {
    List<JsonNode> manifests = new ArrayList<>();
    for (Path file : files(BASE, Path.of("overlays", overlay))) {
      manifests.addAll(Manifests.readAll(file));
    }
    return new Reach(manifests);
  }

  private static List<Path> files(Path... folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> inside = Files.list(folder)) {
        inside.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
      }
    }
    return files;
  }
}

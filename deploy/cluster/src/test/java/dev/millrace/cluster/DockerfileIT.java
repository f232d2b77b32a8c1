package dev.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images can be built of what the build has laid out, as far as that shows without Docker. */
class DockerfileIT {

  private static final Path DOCKER = Path.of("docker");
  private static final Path CONTEXTS = Path.of("target/image");

  @ParameterizedTest
  @CsvSource({"Dockerfile, job", "crm-simulator.Dockerfile, crm-simulator"})
  void everyFileOfTheContextIsCopiedAndNothingElse(String file, String context) throws Exception {
    Set<Path> laidOut = files(CONTEXTS.resolve(context));
    Set<Path> copied = new TreeSet<>();
    for (List<String> copy : Dockerfile.read(DOCKER.resolve(file)).all("COPY")) {
      for (String source : copy.subList(0, copy.size() - 1)) {
        Set<Path> matched = files(CONTEXTS.resolve(context).resolve(source));
        assertThat(matched).as("COPY " + source).isNotEmpty();
        copied.addAll(matched);
      }
    }

    assertThat(copied).isEqualTo(laidOut);
  }

  @ParameterizedTest
  @CsvSource({"Dockerfile", "crm-simulator.Dockerfile"})
  void fetchesNothingAndEndsAsAUserWhoIsNotRoot(String file) throws Exception {
    Dockerfile dockerfile = Dockerfile.read(DOCKER.resolve(file));

    assertThat(dockerfile.all("ADD")).isEmpty();
    List<String> user = dockerfile.all("USER").get(dockerfile.all("USER").size() - 1);
    assertThat(user.get(0)).matches("[1-9]\\d*:[1-9]\\d*");
    assertThat(dockerfile.instructions().get(dockerfile.instructions().size() - 1).word())
        .isNotEqualTo("RUN");
  }

  @Test
  void theJobsIsOnTheFlinkThatItIsBuiltWith() throws Exception {
    Dockerfile dockerfile = Dockerfile.read(DOCKER.resolve("Dockerfile"));

    assertThat(dockerfile.argument("FLINK_VERSION")).isEqualTo(System.getProperty("flink.version"));
    assertThat(dockerfile.all("FROM"))
        .containsExactly(List.of("flink:${FLINK_VERSION}-scala_2.12-java17"));
  }

  @Test
  void theClusterOfTheScriptsRunsTheSameJar() throws Exception {
    assertThat(Files.readString(Path.of("start")))
        .contains("ln -sf \"$target/image/job/usrlib/millrace.jar\" \"$home/usrlib/millrace.jar\"");
  }

  private static Set<Path> files(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return new TreeSet<>(files.filter(Files::isRegularFile).toList());
    }
  }
}

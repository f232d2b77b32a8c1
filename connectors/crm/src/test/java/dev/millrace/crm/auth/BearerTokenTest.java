package dev.millrace.crm.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.LoginRefusedException;
import dev.millrace.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenTest {

  @TempDir Path folder;
  private Path file;
  private BearerToken token;

  @BeforeEach
  void read() throws IOException {
    file = Files.writeString(folder.resolve("token"), "one\n");
    token = new BearerToken(SecretReference.parse("${file:" + file + "}"));
  }

  @Test
  void isReadOnce() throws IOException {
    Files.writeString(file, "two");

    assertThat(now(token.authorization()).header()).isEqualTo("Bearer one");
  }

  @Test
  void aRotatedOneIsReadWhenTheOldOneIsRefused() throws IOException {
    Authorization old = now(token.authorization());
    Files.writeString(file, "two");
    now(token.renew(old));
    Files.writeString(file, "three");
    now(token.renew(old));

    assertThat(now(token.authorization()).header()).isEqualTo("Bearer two");
  }

  @Test
  void oneThatIsGoneIsToldByItsReference() throws IOException {
    Files.delete(file);

    assertThatThrownBy(() -> now(token.renew(now(token.authorization()))))
        .hasCauseInstanceOf(LoginRefusedException.class)
        .hasMessageContaining("${file:" + file + "} cannot be read");
  }

  @Test
  void neverShowsItself() {
    assertThat(now(token.authorization())).asString().doesNotContain("one");
  }

  private static <T> T now(CompletionStage<T> stage) {
    assertThat(stage.toCompletableFuture()).isDone();
    return stage.toCompletableFuture().join();
  }
}

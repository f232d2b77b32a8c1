package dev.millrace.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {

  @TempDir Path directory;

  @Test
  void aFileIsReadEachTimeWithoutItsTrailingLineBreak() throws Exception {
    Path file = directory.resolve("token");
    SecretReference reference = SecretReference.parse("${file:" + file + "}");
    Files.writeString(file, "pat-1\n");
    assertThat(reference.resolve()).isEqualTo("pat-1");

    Files.writeString(file, "pat-2\n");
    assertThat(reference.resolve()).isEqualTo("pat-2");
  }

  @Test
  void aVariableIsRead() {
    assertThat(SecretReference.parse("${env:PATH}").resolve()).isEqualTo(System.getenv("PATH"));
  }

  @Test
  void whatCannotBeReadIsNamed() throws Exception {
    assertThatThrownBy(() -> SecretReference.parse("${env:MILLRACE_NOT_SET}").resolve())
        .hasMessage("${env:MILLRACE_NOT_SET} is not set");
    Path file = directory.resolve("absent");
    assertThatThrownBy(() -> SecretReference.parse("${file:" + file + "}").resolve())
        .hasMessage("${file:" + file + "} cannot be read: NoSuchFileException");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> SecretReference.parse("${file:" + file + "}").resolve())
        .hasMessage("${file:" + file + "} is empty");
  }

  @Test
  void aLiteralIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> SecretReference.parse("pat-na1-secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("${env:NAME}")
        .hasMessageNotContaining("pat-na1-secret");
  }

  @Test
  void onlyTheReferenceIsShown() {
    assertThat(SecretReference.parse("${env:PATH}")).hasToString("${env:PATH}");
  }
}

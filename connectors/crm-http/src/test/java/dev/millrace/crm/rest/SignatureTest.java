package dev.millrace.crm.rest;

import static dev.millrace.crm.rest.Some.batch;
import static dev.millrace.crm.rest.Some.delete;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.RequestBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureTest {

  @TempDir Path folder;

  private String secret(String text) throws IOException {
    return "${file:" + Files.writeString(folder.resolve("key"), text) + "}";
  }

  private static Map<String, String> sign(String body, String... settings) {
    FaultList faults = new FaultList();
    Signature signature = Signature.of(Some.sink(settings), faults, Some.CLOCK);
    assertThat(faults.all()).isEmpty();
    RequestBody bytes = new RequestBody(0);
    bytes.write(body.getBytes(UTF_8), 0, body.getBytes(UTF_8).length);
    return signature.sign("POST", "/a?b=c", bytes, new HashMap<>());
  }

  /** RFC 4231, test case 2. */
  @Test
  void signsAsTheStandardHasIt() throws IOException {
    String key = secret("Jefe");
    assertThat(
            sign(
                "what do ya want for nothing?",
                "signature.header",
                "X-Sign",
                "signature.secret",
                key))
        .isEqualTo(
            Map.of("X-Sign", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    assertThat(
            sign(
                "what do ya want for nothing?",
                "signature.header",
                "X-Sign",
                "signature.secret",
                key,
                "signature.algorithm",
                "HmacSHA512"))
        .isEqualTo(
            Map.of(
                "X-Sign",
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                    + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"));
  }

  /** The example of GitHub's page on validating webhook deliveries. */
  @Test
  void signsAsWebhooksDo() throws IOException {
    assertThat(
            sign(
                "Hello, World!",
                "signature.header",
                "X-Hub-Signature-256",
                "signature.secret",
                secret("It's a Secret to Everybody\n"),
                "signature.prefix",
                "sha256="))
        .isEqualTo(
            Map.of(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));
  }

  @Test
  void signsTheTimeTheMethodAndThePathToo() throws IOException {
    String key = secret("Jefe");
    Map<String, String> composed =
        sign(
            "for nothing?",
            "signature.header",
            "X-Sign",
            "signature.secret",
            key,
            "signature.encoding",
            "base64",
            "signature.timestamp-header",
            "X-Time",
            "signature.content",
            "{timestamp}.{method} {path}:{body}");
    Map<String, String> whole =
        sign(
            "1700000000.POST /a?b=c:for nothing?",
            "signature.header",
            "X-Sign",
            "signature.secret",
            key,
            "signature.encoding",
            "base64",
            "signature.timestamp-header",
            "X-Time");
    assertThat(composed).isEqualTo(whole).containsEntry("X-Time", "1700000000");
    assertThat(
            sign(
                "",
                "signature.header",
                "X-Sign",
                "signature.secret",
                key,
                "signature.timestamp-unit",
                "millis",
                "signature.timestamp-header",
                "X-Time"))
        .containsEntry("X-Time", "1700000000000");
  }

  @Test
  void aKeyThatWasRotatedIsReadAgainWhenTheCrmRefusesTheOldOne() throws IOException {
    RestConnector connector =
        Some.connector("signature.header", "X-Sign", "signature.secret", secret("Jefe"));
    CrmCall call = connector.call(batch(delete("A1")));
    CrmRequest before = call.first();
    secret("other");
    assertThat(connector.call(batch(delete("A1"))).first().headers()).isEqualTo(before.headers());
    call.read(Some.answer(401, ""));
    assertThat(call.first().headers()).isNotEqualTo(before.headers());
  }
}

package dev.millrace.crm.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.SinkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests are sent with, for each way to log in. */
class AuthenticationsTest {

  @TempDir Path folder;
  private final Configuration sink = new Configuration();
  private String secret;

  @BeforeEach
  void write() throws IOException {
    secret = "${file:" + Files.writeString(folder.resolve("secret"), "s3cr3t") + "}";
  }

  private String sent() {
    Authorization given =
        Authentications.of(
                sink,
                (url, client, form) ->
                    CompletableFuture.completedFuture(
                        new CrmResponse(200, Map.of(), "{\"access_token\":\"T\"}".getBytes(UTF_8))))
            .authorization()
            .toCompletableFuture()
            .join();
    return given.header().isEmpty() ? "" : given.name() + ": " + given.header();
  }

  @Test
  void aTokenIsSentAsABearerTokenUnlessConfiguredOtherwise() {
    sink.set(SinkOptions.TOKEN, secret);
    assertThat(sent()).isEqualTo("Authorization: Bearer s3cr3t");
    sink.set(AuthOptions.SCHEME, "Token");
    assertThat(sent()).isEqualTo("Authorization: Token s3cr3t");
    sink.set(AuthOptions.SCHEME, "none");
    sink.set(AuthOptions.HEADER, "x-api-key");
    assertThat(sent()).isEqualTo("x-api-key: s3cr3t");
  }

  @Test
  void anIssuedTokenIsSentAsConfiguredToo() {
    sink.set(AuthOptions.TYPE, AuthType.CLIENT_CREDENTIALS);
    sink.set(AuthOptions.ENDPOINT, "https://crm.example/token");
    sink.set(AuthOptions.CLIENT_ID, "id");
    sink.set(AuthOptions.CLIENT_SECRET, secret);
    sink.set(AuthOptions.SCHEME, "Zoho-oauthtoken");
    assertThat(sent()).isEqualTo("Authorization: Zoho-oauthtoken T");
  }

  /** The example of RFC 7617. */
  @Test
  void aUserAndPasswordAreSentAsTheStandardHasIt() throws IOException {
    Files.writeString(folder.resolve("secret"), "open sesame");
    sink.set(AuthOptions.TYPE, AuthType.BASIC);
    sink.set(AuthOptions.USERNAME, "Aladdin");
    sink.set(AuthOptions.PASSWORD, secret);
    assertThat(sent()).isEqualTo("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  }

  @Test
  void withoutALoginNothingIsSent() {
    sink.set(AuthOptions.TYPE, AuthType.NONE);
    assertThat(sent()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(this::sent).hasMessage("sink.token is not set");
    sink.set(AuthOptions.TYPE, AuthType.BASIC);
    sink.set(AuthOptions.USERNAME, "Aladdin");
    assertThatThrownBy(this::sent).hasMessage("sink.auth.password is not set");
  }
}

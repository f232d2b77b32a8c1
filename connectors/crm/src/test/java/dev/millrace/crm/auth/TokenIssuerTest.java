package dev.millrace.crm.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.LoginRefusedException;
import dev.millrace.crm.RequestBody;
import dev.millrace.crm.SinkOptions;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to an OAuth endpoint, and what its answers mean. */
class TokenIssuerTest {

  private static final String URL = "https://crm.example/token";
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  @TempDir Path folder;
  private final Configuration sink = new Configuration();
  private final Map<String, String> sent = new TreeMap<>();
  private String header;
  private CrmResponse answer =
      new CrmResponse(
          200,
          Map.of(),
          "{\"access_token\": \"T\", \"instance_url\": \"https://eu1.example\", \"id\": {\"a\": [1]}}"
              .getBytes(UTF_8));

  @BeforeEach
  void configure() throws IOException {
    sink.set(SinkOptions.TYPE, "line");
    sink.set(AuthOptions.ENDPOINT, URL);
    sink.set(AuthOptions.CLIENT_ID, "the app");
    secret(AuthOptions.CLIENT_SECRET.key(), "s3cr&t=");
    secret(AuthOptions.REFRESH_TOKEN.key(), "r3fr+sh");
  }

  @Test
  void asksWithARefreshToken() {
    sink.set(AuthOptions.TYPE, AuthType.REFRESH_TOKEN);

    Authorization authorization = ask().join();

    assertThat(authorization.header()).isEqualTo("Bearer T");
    assertThat(authorization.baseUrl()).isEqualTo("https://eu1.example");
    assertThat(sent)
        .isEqualTo(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", "r3fr+sh",
                "client_id", "the app",
                "client_secret", "s3cr&t="));
  }

  @Test
  void asksWithTheClientsOwnCredentials() {
    sink.set(AuthOptions.TYPE, AuthType.CLIENT_CREDENTIALS);
    sink.set(AuthOptions.SCOPE, "https://org.example/.default");

    ask().join();

    assertThat(sent)
        .isEqualTo(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "the app",
                "client_secret", "s3cr&t=",
                "scope", "https://org.example/.default"));
  }

  @Test
  void tellsWhoItIsInABasicHeaderWhereTheEndpointWantsThat() {
    sink.set(AuthOptions.TYPE, AuthType.CLIENT_CREDENTIALS);
    ask().join();
    assertThat(header).isEmpty();

    sink.set(AuthOptions.CLIENT_AUTHENTICATION, ClientAuthentication.BASIC);
    ask().join();

    assertThat(sent).isEqualTo(Map.of("grant_type", "client_credentials"));
    assertThat(header)
        .isEqualTo(
            "Basic " + Base64.getEncoder().encodeToString("the+app:s3cr%26t%3D".getBytes(UTF_8)));
  }

  @Test
  void usesTheRefreshTokenThatAnAnswerBroughtUntilAnotherIsConfigured() throws IOException {
    sink.set(AuthOptions.TYPE, AuthType.REFRESH_TOKEN);
    Authentication authentication = Authentications.of(sink, this::post, CLOCK);
    answer(200, "{\"access_token\": \"T1\", \"refresh_token\": \"second\"}");
    Authorization first = authentication.authorization().toCompletableFuture().join();
    assertThat(sent).containsEntry("refresh_token", "r3fr+sh");

    answer(200, "{\"access_token\": \"T2\"}");
    authentication.renew(first).toCompletableFuture().join();
    assertThat(sent).containsEntry("refresh_token", "second");

    secret(AuthOptions.REFRESH_TOKEN.key(), "by hand");
    Authorization second = authentication.authorization().toCompletableFuture().join();
    authentication.renew(second).toCompletableFuture().join();
    assertThat(sent).containsEntry("refresh_token", "by hand");
  }

  @Test
  void asksWithASignedAssertion() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    String base64 = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());
    jwt("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");

    ask().join();

    assertThat(sent).containsOnlyKeys("grant_type", "assertion");
    assertThat(sent.get("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer");
    String[] parts = sent.get("assertion").split("\\.");
    assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"RS256\"}");
    assertThat(decoded(parts[1]))
        .isEqualTo(
            "{\"iss\":\"the app\",\"sub\":\"millrace@shop.example\","
                + "\"aud\":\"https://login.salesforce.com\",\"exp\":1700000180}");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(keys.getPublic());
    signature.update((parts[0] + '.' + parts[1]).getBytes(UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void aKeyThatIsNoneIsToldWithoutRepeatingIt() throws IOException {
    jwt("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----");

    assertThatThrownBy(() -> ask().join())
        .hasCauseInstanceOf(LoginRefusedException.class)
        .hasMessageContaining("sink.auth.private-key is no RSA key in PKCS #8")
        .hasMessageContaining("openssl pkcs8")
        .hasMessageNotContaining("MIIE");
  }

  @Test
  void aKeyThatIsNotSetIsNamed() {
    sink.set(AuthOptions.TYPE, AuthType.JWT_BEARER);
    sink.set(AuthOptions.USERNAME, "millrace@shop.example");

    assertThatThrownBy(this::ask)
        .hasMessage("sink.auth.private-key is not set; jwt-bearer needs it");
  }

  @Test
  void anEndpointThatIsNoneIsToldAtOnce() {
    sink.set(AuthOptions.ENDPOINT, "crm.example/token");

    assertThatThrownBy(this::ask)
        .hasMessage("sink.auth.endpoint 'crm.example/token' is not of the form https://host/path");
  }

  // Errors as CRM vendors document them; what is after the bar is a part of what mends it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400 | {"error":"invalid_grant","error_description":"refresh token is invalid, expired or revoked","status":"BAD_REFRESH_TOKEN"} | connect the app again
          400 | {"status":"BAD_HUB","message":"missing or unknown hub id","error":"access_denied"}          | install the app in the HubSpot account again
          400 | {"status":"BAD_CLIENT_ID","message":"missing or unknown client id"}                         | sink.auth.client-id
          400 | {"status":"BAD_CLIENT_SECRET","error":"invalid_client"}                                     | sink.auth.client-secret
          400 | {"error":"invalid_grant","error_description":"request not supported on this domain"}        | set sink.base-url
          400 | {"error":"invalid_grant","error_description":"no client credentials user enabled"}          | Run As
          400 | {"error":"invalid_grant","error_description":"user hasn't approved this consumer"}          | Permitted Users
          400 | {"error":"invalid_grant","error_description":"audience is invalid"}                         | sink.auth.audience
          400 | {"error":"invalid_grant","error_description":"expired authorization code"}                  | set this machine's clock
          400 | {"error":"invalid_grant","error_description":"expired access/refresh token"}                | connect the app again
          400 | {"error":"inactive_user","error_description":"inactive user"}                               | activate the user
          400 | {"error":"invalid_client_id","error_description":"client identifier invalid"}               | sink.auth.client-id
          401 | {"error":"invalid_client","error_description":"invalid client credentials"}                 | sink.auth.client-secret
          400 | {"error":"unsupported_grant_type","error_description":"grant type not supported"}           | choose another sink.auth.type
          200 | {"error":"invalid_code"}                                                                    | connect the app again
          200 | {"error":"invalid_client_secret"}                                                           | sink.auth.client-secret
          400 | {"error":"something_new"}                                                                   | sink.auth
          404 | <html>not here</html>                                                                       | sink.auth.endpoint
          302 | moved                                                                                       | sink.auth.endpoint
          """)
  void whatNobodyButAPersonCanMendStops(int status, String body, String mend) {
    answer(status, body);

    assertThatThrownBy(() -> ask().join())
        .hasCauseInstanceOf(LoginRefusedException.class)
        .hasMessageContaining(URL + " gives no token: HTTP " + status)
        .hasMessageContaining(mend);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          429 | {"error":"invalid_client"}
          500 | {"error":"invalid_grant"}
          503 | <html>maintenance</html>
          400 | {"error":"unknown_error","error_description":"retry your request"}
          400 | {"error":"invalid_grant","error_description":"login rate exceeded"}
          403 | <html>gateway</html>
          200 | {"token_type":"bearer"}
          200 | {"access_token":"half
          200 | <html>login</html>
          """)
  void whatPassesIsWorthAnotherTry(int status, String body) {
    answer(status, body);

    assertThatThrownBy(() -> ask().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith(URL + " gives no token: HTTP " + status);
  }

  @Test
  void anAnswerThatRepeatsASecretIsNotQuoted() {
    answer(400, "{\"error\":\"odd\",\"error_description\":\"no such secret: s3cr&t=\"}");

    assertThatThrownBy(() -> ask().join())
        .hasMessageContaining("odd")
        .hasMessageNotContaining("s3cr");
  }

  private CompletableFuture<Authorization> ask() {
    if (!sink.contains(AuthOptions.TYPE)) {
      sink.set(AuthOptions.TYPE, AuthType.REFRESH_TOKEN);
    }
    return Authentications.of(sink, this::post, CLOCK).authorization().toCompletableFuture();
  }

  private CompletionStage<CrmResponse> post(String url, Authorization client, RequestBody form) {
    assertThat(url).isEqualTo(URL);
    header = client.header();
    sent.clear();
    for (String field : new String(form.array(), 0, form.length(), UTF_8).split("&")) {
      String[] parts = field.split("=");
      sent.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return CompletableFuture.completedFuture(answer);
  }

  private void answer(int status, String body) {
    answer = new CrmResponse(status, Map.of(), body.getBytes(UTF_8));
  }

  private void jwt(String key) throws IOException {
    sink.set(AuthOptions.TYPE, AuthType.JWT_BEARER);
    sink.set(AuthOptions.USERNAME, "millrace@shop.example");
    secret(AuthOptions.PRIVATE_KEY.key(), key);
  }

  private void secret(String key, String value) throws IOException {
    sink.setString(key, "${file:" + Files.writeString(folder.resolve(key), value) + "}");
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }
}

package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.server.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Point 9 of the contract's Salesforce mode, and its section 2.6. */
class SalesforceTokensTest extends SalesforceFixture {

  private static final String TOKEN = "/services/oauth2/token";
  private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static KeyPair keys;

  @BeforeAll
  static void makeKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
  }

  private static OAuthApp app() {
    return new OAuthApp("key", "secret", "refresh")
        .actingFor("me@example.org")
        .withPublicKey(keys.getPublic());
  }

  @BeforeEach
  void withApp() {
    restart(builder -> builder.oauthApp(app()));
  }

  private Client.Reply token(String form) {
    return client.send("POST", TOKEN, form, "application/x-www-form-urlencoded");
  }

  private int useOf(Client.Reply reply) {
    return new Client(crm, (String) reply.body().get("access_token"))
        .get(BASE + "/limits")
        .status();
  }

  private Map<String, Object> claims() {
    return fields(
        "iss", "key",
        "sub", "me@example.org",
        "aud", "https://login.salesforce.com",
        "exp", clock.millis() / 1000 + 180);
  }

  private static String jwt(Map<String, Object> claims, PrivateKey key) {
    try {
      Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
      String signed =
          base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
              + '.'
              + base64.encodeToString(Json.text(claims).getBytes(StandardCharsets.UTF_8));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signed + '.' + base64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Client.Reply bearer(String jwt) {
    return token(
        "grant_type=" + URLEncoder.encode(JWT_GRANT, StandardCharsets.UTF_8) + "&assertion=" + jwt);
  }

  private static void assertRefused(Client.Reply reply, String error, String description) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).isEqualTo(Map.of("error", error, "error_description", description));
  }

  @Test
  void clientCredentialsGiveATokenWithoutExpiresIn() {
    Client.Reply reply = token("grant_type=client_credentials&client_id=key&client_secret=secret");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .containsOnlyKeys(
            "access_token", "signature", "scope", "instance_url", "id", "token_type", "issued_at")
        .containsEntry("instance_url", crm.baseUrl())
        .containsEntry("token_type", "Bearer")
        .containsEntry("issued_at", Long.toString(clock.millis()));
    assertThat(useOf(reply)).isEqualTo(200);
  }

  @Test
  void aTokenDiesAfterTheSessionTime() {
    restart(builder -> builder.oauthApp(app()).tokenLife(Duration.ofMinutes(15)));
    Client.Reply reply = token("grant_type=refresh_token&client_id=key&refresh_token=refresh");
    assertThat(useOf(reply)).isEqualTo(200);
    clock.advance(Duration.ofMinutes(15));
    Client.Reply refused =
        new Client(crm, (String) reply.body().get("access_token")).get(BASE + "/limits");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.elements())
        .containsExactly(
            Map.of("errorCode", "INVALID_SESSION_ID", "message", "Session expired or invalid"));
    assertThat(refused.header("Sforce-Limit-Info")).isNull();
    assertThat(crm.stats().tokensIssued()).isEqualTo(1);
  }

  @Test
  void aSignedAssertionGivesAToken() {
    Client.Reply reply = bearer(jwt(claims(), keys.getPrivate()));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(useOf(reply)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "iss, other, invalid_client_id, client identifier invalid",
    "sub, other, invalid_grant, user hasn't approved this consumer",
    "aud, http://elsewhere, invalid_grant, audience is invalid",
    "exp, 1, invalid_grant, expired authorization code"
  })
  void anAssertionWithAWrongClaimGivesNone(
      String claim, String value, String error, String description) {
    Map<String, Object> claims = claims();
    claims.put(claim, claim.equals("exp") ? (Object) Long.valueOf(value) : value);
    assertRefused(bearer(jwt(claims, keys.getPrivate())), error, description);
  }

  @Test
  void anAssertionSignedByAnotherKeyOrNotAtAllGivesNone() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    assertRefused(
        bearer(jwt(claims(), generator.generateKeyPair().getPrivate())),
        "invalid_grant",
        "invalid assertion");
    assertRefused(bearer("nonsense"), "invalid_grant", "invalid assertion");
  }

  @ParameterizedTest
  @CsvSource({
    "client_credentials&client_id=x&client_secret=secret, invalid_client_id, client identifier invalid",
    "client_credentials&client_id=key&client_secret=x, invalid_client, invalid client credentials",
    "refresh_token&client_id=key&refresh_token=x, invalid_grant, expired access/refresh token",
    "password, unsupported_grant_type, grant type not supported"
  })
  void refusesInSalesforcesWords(String form, String error, String description) {
    assertRefused(token("grant_type=" + form), error, description);
  }

  @Test
  void clientCredentialsNeedAUserToRunAs() {
    restart(builder -> builder.oauthApp(app().actingFor(null)));
    assertRefused(
        token("grant_type=client_credentials&client_id=key&client_secret=secret"),
        "invalid_grant",
        "no client credentials user enabled");
  }
}

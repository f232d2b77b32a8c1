package dev.millrace.simulator.hubspot;

import static dev.millrace.simulator.Client.UPSERT;
import static dev.millrace.simulator.Client.batch;
import static dev.millrace.simulator.Client.untraced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.simulator.Client;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

  private final VirtualClock clock = new VirtualClock();
  private final CrmSimulator crm =
      CrmSimulator.builder()
          .clock(clock)
          .token("all")
          .token("reader", Set.of("crm.objects.contacts.read", "crm.schemas.contacts.read"))
          .oauthApp(new OAuthApp("app", "hush", "refresh-1"))
          .define("contacts", Property.string("ext_id").asUnique())
          .define("machines", Property.string("ext_id").asUnique())
          .start();

  @AfterEach
  void close() {
    crm.close();
  }

  private Client.Reply upsert(String token) {
    return new Client(crm, token).post(UPSERT, batch(untraced("A1")));
  }

  @Test
  void refusesNoTokenAndAnUnknownOne() {
    for (String token : new String[] {null, "unknown", CrmSimulator.DEFAULT_TOKEN}) {
      Client.Reply reply = upsert(token);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.body()).containsEntry("category", "INVALID_AUTHENTICATION");
      assertThat(reply.message())
          .startsWith(
              "Authentication credentials not found. This API supports OAuth 2.0 authentication");
    }
    assertThat(upsert("all").status()).isEqualTo(200);
  }

  @Test
  void refusesATokenWithoutTheScope() {
    Client reader = new Client(crm, "reader");
    Client.Reply write = upsert("reader");
    Client.Reply custom = reader.get("/crm/v3/properties/machines");
    assertThat(write.status()).isEqualTo(403);
    assertThat(write.body()).containsEntry("category", "MISSING_SCOPES");
    assertThat(write.list("errors"))
        .containsExactly(
            Map.of(
                "message",
                "One or more of the following scopes are required.",
                "context",
                Map.of("requiredGranularScopes", List.of("crm.objects.contacts.write"))));
    assertThat(custom.list("errors"))
        .containsExactly(
            Map.of(
                "message",
                "One or more of the following scopes are required.",
                "context",
                Map.of("requiredGranularScopes", List.of("crm.schemas.custom.read"))));
    assertThat(reader.get("/crm/v3/properties/contacts").status()).isEqualTo(200);
    assertThat(
            reader.post("/crm/v3/objects/contacts/batch/read", batch(Map.of("id", "1"))).status())
        .isEqualTo(207);
  }

  @ParameterizedTest
  @CsvSource({"/oauth/v1/token", "/oauth/v3/token", "/oauth/2026-03/token"})
  void aRefreshedTokenLivesHalfAnHour(String path) {
    Client.Reply reply = refresh(path, "refresh_token", "app", "hush", "refresh-1");
    String token = (String) reply.body().get("access_token");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            Map.of(
                "token_type",
                "bearer",
                "refresh_token",
                "refresh-1",
                "access_token",
                token,
                "expires_in",
                1800L));

    clock.advance(Duration.ofSeconds(1799));
    assertThat(upsert(token).status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(301));
    Client.Reply expired = upsert(token);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.stableBody())
        .isEqualTo(
            Map.of(
                "status", "error",
                "message", "The OAuth token used to make this call expired 5 minute(s) ago.",
                "context", Map.of("expire time", List.of("2026-03-01T10:30:00.250Z")),
                "category", "EXPIRED_AUTHENTICATION"));
    assertThat(crm.stats().tokensIssued()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "password, app, hush, refresh-1, unsupported_grant_type, BAD_GRANT_TYPE",
    "refresh_token, other, hush, refresh-1, invalid_client, BAD_CLIENT_ID",
    "refresh_token, app, wrong, refresh-1, invalid_client, BAD_CLIENT_SECRET",
    "refresh_token, app, hush, refresh-0, invalid_grant, BAD_REFRESH_TOKEN",
  })
  void refusesToRefresh(
      String grant, String id, String secret, String refresh, String error, String status) {
    Client.Reply reply = refresh("/oauth/v1/token", grant, id, secret, refresh);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).containsEntry("error", error).containsEntry("status", status);
  }

  private Client.Reply refresh(
      String path, String grant, String id, String secret, String refresh) {
    return new Client(crm, null)
        .send(
            "POST",
            path,
            "grant_type=%s&client_id=%s&client_secret=%s&refresh_token=%s"
                .formatted(grant, id, secret, refresh),
            "application/x-www-form-urlencoded");
  }

  @Test
  void tellsOfTheAccount() {
    assertThat(new Client(crm, "all").get("/account-info/v3/details").body())
        .containsEntry("portalId", 4242424L)
        .containsEntry("timeZone", "UTC");
    assertThat(new Client(crm, "no").get("/account-info/v3/details").status()).isEqualTo(401);
  }
}

package dev.millrace.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.LoginRefusedException;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.auth.AuthType;
import dev.millrace.crm.http.CheckExchange;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.OAuthApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in as a public app, against the stand-in of HubSpot. */
class RefreshTokenTest {

  private static final CrmRequest QUESTION = CrmRequest.get("/crm/v3/properties/contacts");

  @TempDir Path folder;
  private final Configuration sink = new Configuration();
  private CrmSimulator crm;

  @BeforeEach
  void start() throws IOException {
    crm = CrmSimulator.builder().oauthApp(new OAuthApp("app", "hush", "again")).start();
    sink.set(SinkOptions.TYPE, "hubspot");
    sink.set(SinkOptions.BASE_URL, crm.baseUrl());
    sink.set(AuthOptions.TYPE, AuthType.REFRESH_TOKEN);
    sink.set(AuthOptions.CLIENT_ID, "app");
    sink.set(AuthOptions.CLIENT_SECRET, secret("client-secret", "hush"));
    sink.set(AuthOptions.REFRESH_TOKEN, secret("refresh-token", "again"));
  }

  @AfterEach
  void stop() {
    crm.close();
  }

  @Test
  void oneAccessTokenServesManyRequests() throws IOException {
    try (CheckExchange exchange = CheckExchange.open(sink)) {
      assertThat(exchange.send(QUESTION).status()).isEqualTo(200);
      assertThat(exchange.send(QUESTION).status()).isEqualTo(200);
    }
    assertThat(crm.stats().tokensIssued()).isEqualTo(1);
  }

  @Test
  void aRefreshTokenThatIsRevokedIsToldWithWhatMendsIt() throws IOException {
    sink.set(AuthOptions.REFRESH_TOKEN, secret("refresh-token", "revoked"));

    try (CheckExchange exchange = CheckExchange.open(sink)) {
      assertThatThrownBy(() -> exchange.send(QUESTION))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining(crm.baseUrl() + "/oauth/v1/token gives no token: HTTP 400")
          .hasMessageContaining("connect the app again");
    }
  }

  private String secret(String name, String text) throws IOException {
    return "${file:" + Files.writeString(folder.resolve(name), text) + "}";
  }
}

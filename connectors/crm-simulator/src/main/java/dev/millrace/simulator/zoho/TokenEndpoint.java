package dev.millrace.simulator.zoho;

import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.CallWindow;
import dev.millrace.simulator.server.Form;
import dev.millrace.simulator.server.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives out access tokens for a refresh token. */
final class TokenEndpoint {

  private final OAuthApp app;
  private final AccessTokens tokens;
  private final Tenant tenant;

  /** Of the one refresh token: ten within ten minutes. */
  private final CallWindow tokensGiven = new CallWindow(10, 600_000);

  TokenEndpoint(OAuthApp app, AccessTokens tokens, Tenant tenant) {
    this.app = app;
    this.tokens = tokens;
    this.tenant = tenant;
  }

  /** Errors come with status 200 (asciisd/zoho issue 6). */
  Answer token(Call call) {
    Form form = new Form(call);
    if (app == null || !app.clientId().equals(form.get("client_id"))) {
      return Answer.json(200, Map.of("error", "invalid_client"));
    }
    if (!app.clientSecret().equals(form.get("client_secret"))) {
      return Answer.json(200, Map.of("error", "invalid_client_secret"));
    }
    if (!app.refreshToken().equals(form.get("refresh_token"))) {
      return Answer.json(200, Map.of("error", "invalid_code"));
    }
    if (!tokensGiven.take(tenant.nowMillis())) {
      tenant.counters().throttled();
      return Answer.json(
          400,
          Map.of(
              "error", "Access Denied",
              "error_description",
                  "You have made too many requests continuously. Please try again after some time.",
              "status", "failure"));
    }
    tenant.counters().tokenIssued();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", tokens.issue());
    body.put("api_domain", "http://" + call.header("Host"));
    body.put("token_type", "Bearer");
    body.put("expires_in", tokens.lifeSeconds());
    return Answer.json(200, body);
  }
}

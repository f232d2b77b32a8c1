package dev.millrace.simulator.pipedrive;

import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Form;
import dev.millrace.simulator.server.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives out access tokens for a refresh token. */
final class TokenEndpoint {

  private final OAuthApp app;
  private final AccessTokens tokens;
  private final Tenant tenant;

  TokenEndpoint(OAuthApp app, AccessTokens tokens, Tenant tenant) {
    this.app = app;
    this.tokens = tokens;
    this.tenant = tenant;
  }

  Answer token(Call call) {
    Form form = new Form(call);
    if (app == null
        || !app.clientId().equals(form.get("client_id"))
        || !app.clientSecret().equals(form.get("client_secret"))) {
      return Answer.json(
          400, Map.of("success", false, "error", "invalid_client", "message", "Client is invalid"));
    }
    if (!app.refreshToken().equals(form.get("refresh_token"))) {
      return Answer.json(
          400,
          Map.of(
              "success", false, "error", "invalid_grant", "message", "Refresh token is invalid"));
    }
    tenant.counters().tokenIssued();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", tokens.issue());
    body.put("token_type", "Bearer");
    body.put("refresh_token", app.refreshToken());
    body.put("expires_in", tokens.lifeSeconds());
    body.put("scope", "base");
    body.put("api_domain", "http://" + call.header("Host"));
    return Answer.json(200, body);
  }
}

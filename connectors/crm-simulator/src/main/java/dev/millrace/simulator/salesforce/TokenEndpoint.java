package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Form;
import dev.millrace.simulator.server.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives out access tokens for client credentials, a signed JWT or a refresh token. */
final class TokenEndpoint {

  private final OAuthApp app;
  private final AccessTokens tokens;
  private final Tenant tenant;

  /**
   * @param app null when there is none
   */
  TokenEndpoint(OAuthApp app, AccessTokens tokens, Tenant tenant) {
    this.app = app;
    this.tokens = tokens;
    this.tenant = tenant;
  }

  Answer token(Call call) {
    Form form = new Form(call);
    String grant = String.valueOf(form.get("grant_type"));
    String refusal =
        switch (grant) {
          case "client_credentials" -> refuseCredentials(call, form);
          case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> refuseJwt(form);
          case "refresh_token" -> refuseRefresh(form);
          default -> "unsupported_grant_type grant type not supported";
        };
    if (refusal == null) {
      return issue(call);
    }
    int space = refusal.indexOf(' ');
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", refusal.substring(0, space));
    body.put("error_description", refusal.substring(space + 1));
    return Answer.json(400, body);
  }

  /** Error and description; null when the app may have its token. */
  private String refuseCredentials(Call call, Form form) {
    String host = String.valueOf(call.header("Host"));
    if (host.startsWith("login.") || host.startsWith("test.")) {
      return "invalid_grant request not supported on this domain";
    }
    if (unknown(form.get("client_id"))) {
      return "invalid_client_id client identifier invalid";
    }
    if (!app.clientSecret().equals(form.get("client_secret"))) {
      return "invalid_client invalid client credentials";
    }
    return app.username() == null ? "invalid_grant no client credentials user enabled" : null;
  }

  private String refuseJwt(Form form) {
    JwtAssertion assertion = JwtAssertion.read(form.get("assertion"));
    if (assertion == null) {
      return "invalid_grant invalid assertion";
    }
    if (unknown(assertion.claim("iss"))) {
      return "invalid_client_id client identifier invalid";
    }
    String invalid = assertion.refusal(app, tenant.nowMillis());
    return invalid == null ? null : "invalid_grant " + invalid;
  }

  private String refuseRefresh(Form form) {
    if (unknown(form.get("client_id"))) {
      return "invalid_client_id client identifier invalid";
    }
    String secret = form.get("client_secret");
    if (secret != null && !secret.equals(app.clientSecret())) {
      return "invalid_client invalid client credentials";
    }
    if (!app.refreshToken().equals(form.get("refresh_token"))) {
      return "invalid_grant expired access/refresh token";
    }
    return app.username() == null ? "inactive_user user is inactive" : null;
  }

  private boolean unknown(String clientId) {
    return app == null || !app.clientId().equals(clientId);
  }

  private Answer issue(Call call) {
    tenant.counters().tokenIssued();
    String instance = "http://" + call.header("Host");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", tokens.issue());
    body.put("signature", "c2ltdWxhdGVk");
    body.put("scope", "api");
    body.put("instance_url", instance);
    body.put("id", instance + "/id/00DAA0000000001AAA/005AA0000000001AAA");
    body.put("token_type", "Bearer");
    body.put("issued_at", Long.toString(tenant.nowMillis()));
    return Answer.json(200, body);
  }
}

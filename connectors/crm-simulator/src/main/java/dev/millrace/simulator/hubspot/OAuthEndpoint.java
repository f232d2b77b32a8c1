package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Counters;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives out access tokens for a refresh token. */
final class OAuthEndpoint {

  private final OAuthApp app;
  private final AccessTokens tokens;
  private final Counters counters;

  /**
   * @param app null when no app can refresh
   */
  OAuthEndpoint(OAuthApp app, AccessTokens tokens, Counters counters) {
    this.app = app;
    this.tokens = tokens;
    this.counters = counters;
  }

  Answer token(Call call) {
    String form = new String(call.body(), 0, call.bodyLength(), StandardCharsets.UTF_8);
    Map<String, List<String>> fields = new QueryStringDecoder(form, false).parameters();
    if (!"refresh_token".equals(field(fields, "grant_type"))) {
      return refusal(
          "unsupported_grant_type", "BAD_GRANT_TYPE", "grant_type must be refresh_token");
    }
    if (app == null || !app.clientId().equals(field(fields, "client_id"))) {
      return refusal("invalid_client", "BAD_CLIENT_ID", "missing or unknown client id");
    }
    if (!app.clientSecret().equals(field(fields, "client_secret"))) {
      return refusal("invalid_client", "BAD_CLIENT_SECRET", "missing or invalid client secret");
    }
    if (!app.refreshToken().equals(field(fields, "refresh_token"))) {
      return refusal(
          "invalid_grant", "BAD_REFRESH_TOKEN", "refresh token is invalid, expired or revoked");
    }
    counters.tokenIssued();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "bearer");
    body.put("refresh_token", app.refreshToken());
    body.put("access_token", tokens.issue());
    body.put("expires_in", tokens.lifeSeconds());
    return Answer.json(200, body);
  }

  private static String field(Map<String, List<String>> fields, String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.get(0);
  }

  static Answer refusal(String error, String status, String description) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description);
    body.put("status", status);
    body.put("message", description);
    return Answer.json(400, body);
  }
}

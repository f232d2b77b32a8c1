package dev.millrace.simulator.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a form in a call's body, with the client's id and secret from its Basic header. */
public final class Form {

  private final Map<String, String> fields = new HashMap<>();

  public Form(Call call) {
    String form = new String(call.body(), 0, call.bodyLength(), StandardCharsets.UTF_8);
    for (Map.Entry<String, List<String>> field :
        new QueryStringDecoder(form, false).parameters().entrySet()) {
      fields.put(field.getKey(), field.getValue().get(0));
    }
    String authorization = call.header("Authorization");
    if (authorization != null && authorization.startsWith("Basic ")) {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
      String[] sides = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      fields.put("client_id", sides[0]);
      fields.put("client_secret", sides.length > 1 ? sides[1] : "");
    }
  }

  /** Null when the form has no such field. */
  public String get(String field) {
    return fields.get(field);
  }
}

package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.server.Call;
import java.util.List;

/**
 * What a path is about.
 *
 * @param object the object's name or id as the path has it; null where there is none
 * @param rest the path after the object: {@code batch/upsert}, an id, or empty
 * @param pattern the path with ids replaced, for counting
 */
record Route(Kind kind, String object, String rest, String pattern) {

  /** Areas of the API. */
  enum Kind {
    OBJECTS,
    PROPERTIES,
    ASSOCIATIONS,
    TOKEN,
    ACCOUNT,
    UNKNOWN
  }

  private record Prefix(String path, Kind kind) {}

  private static final List<Prefix> PREFIXES =
      List.of(
          new Prefix("/crm/v3/objects/", Kind.OBJECTS),
          new Prefix("/crm/objects/2026-03/", Kind.OBJECTS),
          new Prefix("/crm/objects/2026-09/", Kind.OBJECTS),
          new Prefix("/crm/v4/objects/", Kind.OBJECTS),
          new Prefix("/crm/v4/associations/", Kind.ASSOCIATIONS),
          new Prefix("/crm/associations/2026-03/", Kind.ASSOCIATIONS),
          new Prefix("/crm/associations/2026-09/", Kind.ASSOCIATIONS),
          new Prefix("/crm/v3/properties/", Kind.PROPERTIES),
          new Prefix("/crm/properties/2026-03/", Kind.PROPERTIES),
          new Prefix("/crm/properties/2026-09/", Kind.PROPERTIES));

  private static final List<String> TOKEN_PATHS =
      List.of("/oauth/v1/token", "/oauth/v3/token", "/oauth/2026-03/token");
  private static final List<String> ACCOUNT_PATHS =
      List.of("/account-info/v3/details", "/account-info/2026-03/details");

  static Route of(Call call) {
    String path = call.path();
    for (Prefix prefix : PREFIXES) {
      if (path.startsWith(prefix.path)) {
        return below(prefix, path.substring(prefix.path.length()));
      }
    }
    if (TOKEN_PATHS.contains(path) && call.method().equals("POST")) {
      return new Route(Kind.TOKEN, null, "", path);
    }
    if (ACCOUNT_PATHS.contains(path) && call.method().equals("GET")) {
      return new Route(Kind.ACCOUNT, null, "", path);
    }
    return new Route(Kind.UNKNOWN, null, "", "(unknown)");
  }

  private static Route below(Prefix prefix, String below) {
    int slash = below.indexOf('/');
    String object = slash < 0 ? below : below.substring(0, slash);
    String rest = slash < 0 ? "" : below.substring(slash + 1);
    if (prefix.kind == Kind.ASSOCIATIONS) {
      return new Route(prefix.kind, object, rest, prefix.path + object + '/' + rest);
    }
    if (rest.contains("/associations/")) {
      return new Route(Kind.OBJECTS, object, rest, prefix.path + object + "/{id}/associations");
    }
    boolean named = rest.isEmpty() || rest.startsWith("batch/") || rest.equals("search");
    String pattern = prefix.path + object + (named ? rest.isEmpty() ? "" : '/' + rest : "/{id}");
    return new Route(prefix.kind, object, rest, pattern);
  }

  boolean isSearch() {
    return rest.equals("search");
  }

  boolean isAssociations() {
    return kind == Kind.ASSOCIATIONS || rest.contains("/associations/");
  }

  /** Whether a call of this method changes nothing. */
  boolean reads(String method) {
    return method.equals("GET") || rest.endsWith("batch/read") || isSearch();
  }
}

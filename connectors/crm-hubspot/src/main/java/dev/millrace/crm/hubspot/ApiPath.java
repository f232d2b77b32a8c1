package dev.millrace.crm.hubspot;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Paths of HubSpot's API, of its long-lived version or of a dated one. */
final class ApiPath {

  private static final Pattern OBJECTS = Pattern.compile("(/[^/?#]+)*/objects(/[^/?#]+)*");

  private final String objects;
  private final String properties;
  private final String associations;

  /**
   * @param objects path of the object API: {@code /crm/v3/objects} or {@code /crm/objects/2026-03}
   */
  ApiPath(String objects) {
    String path = objects.endsWith("/") ? objects.substring(0, objects.length() - 1) : objects;
    if (!OBJECTS.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "api-path '"
              + objects
              + "' is not the path of an object API: /crm/v3/objects or /crm/objects/<version>");
    }
    this.objects = path;
    this.properties = path.replaceFirst("/objects(?=/|$)", "/properties");
    // Associations of the long-lived version are those of v4.
    this.associations =
        path.replaceFirst("/objects(?=/|$)", "/associations").replaceFirst("/v3(?=/)", "/v4");
  }

  String upsert(String object) {
    return objects + '/' + encode(object) + "/batch/upsert";
  }

  String read(String object) {
    return objects + '/' + encode(object) + "/batch/read";
  }

  String archive(String object) {
    return objects + '/' + encode(object) + "/batch/archive";
  }

  /** The definitions of all properties of the object. */
  String properties(String object) {
    return properties + '/' + encode(object);
  }

  /** Associates records of one object with records of another. */
  String associate(String from, String to) {
    return associations + '/' + encode(from) + '/' + encode(to) + "/batch/associate/default";
  }

  /** Ends associations. */
  String part(String from, String to) {
    return associations + '/' + encode(from) + '/' + encode(to) + "/batch/archive";
  }

  private static String encode(String object) {
    return URLEncoder.encode(object, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

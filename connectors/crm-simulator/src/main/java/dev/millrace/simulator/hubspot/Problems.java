package dev.millrace.simulator.hubspot;

import com.fasterxml.jackson.core.JsonLocation;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.server.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The errors HubSpot answers with, in its own words where they are known. */
final class Problems {

  private static final String SCOPES = "https://developers.hubspot.com/scopes";

  private Problems() {}

  static Problem noCredentials() {
    return Problem.of(
        401,
        "INVALID_AUTHENTICATION",
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you"
            + " can find more details at"
            + " https://developers.hubspot.com/docs/methods/auth/oauth-overview");
  }

  static Problem expired(long expiredMillis, long nowMillis) {
    return Problem.of(
            401,
            "EXPIRED_AUTHENTICATION",
            "The OAuth token used to make this call expired "
                + age((nowMillis - expiredMillis) / 1000)
                + " ago.")
        .with("expire time", List.of(Iso.format(expiredMillis)));
  }

  private static String age(long seconds) {
    if (seconds < 60) {
      return seconds + " second(s)";
    }
    if (seconds < 3600) {
      return seconds / 60 + " minute(s)";
    }
    return seconds < 86_400 ? seconds / 3600 + " hour(s)" : seconds / 86_400 + " day(s)";
  }

  static Problem missingScopes(String scope) {
    return Problem.of(
            403,
            "MISSING_SCOPES",
            "This app hasn't been granted all required scopes to make this call. Read more about"
                + " required scopes here: "
                + SCOPES
                + ".")
        .withErrors(
            List.of(
                detail(
                    "One or more of the following scopes are required.",
                    null,
                    Map.of("requiredGranularScopes", List.of(scope)))));
  }

  static Problem unknownObject(String name) {
    return Problem.of(400, null, "Unable to infer object type from: " + name);
  }

  static Problem notFound() {
    return Problem.of(404, "OBJECT_NOT_FOUND", "resource not found");
  }

  static Problem malformed(JsonLocation at, String reason) {
    return Problem.validation(
        "Invalid input JSON on line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + (reason.startsWith("Some required") ? ". " : ": ")
            + reason);
  }

  /**
   * HubSpot's own text for more than 100 inputs is not known; this one is formed after a sibling's.
   */
  static Problem tooManyInputs(int most) {
    return Problem.validation(
        "The maximum number of inputs supported in a batch request is "
            + most
            + ". Please reduce the number of items and try again");
  }

  static Problem duplicates(List<String> ids) {
    return Problem.validation(
            "Duplicate IDs found in batch input: ["
                + String.join(", ", ids)
                + "]. IDs must be unique")
        .with("ids", ids);
  }

  static Problem nonUnique(String typeId, String property) {
    return Problem.validation(
        "Unable to perform update/upsert by non-unique " + typeId + " property " + property);
  }

  static Problem nothingToUpdate() {
    return Problem.validation("No properties found to update, please provide at least one.");
  }

  static Problem requiredProperties(String singular, List<String> missing) {
    return Problem.validation(
            "Error creating " + singular + ". Some required properties were not set.")
        .with("properties", missing);
  }

  static Problem objectsNotFound(String singular, List<String> ids) {
    return Problem.of(
            404,
            "OBJECT_NOT_FOUND",
            "Could not get some "
                + singular
                + " objects, they may be deleted or not exist. Check that ids are valid.")
        .with("ids", ids);
  }

  static Problem invalidIdentifier(String id) {
    return Problem.validation(id + " is not a valid ID")
        .withSubCategory("crm.associations.INVALID_IDENTIFIER")
        .with("id", List.of(id));
  }

  static Problem noAssociations(String from, String id, String to) {
    return Problem.of(
            404,
            "OBJECT_NOT_FOUND",
            "No "
                + to.toLowerCase(Locale.ROOT)
                + " is associated with "
                + from.toLowerCase(Locale.ROOT)
                + ' '
                + id
                + '.')
        .withSubCategory("crm.associations.NO_ASSOCIATIONS_FOUND")
        .with("fromObjectId", List.of(id));
  }

  static Problem contactExists(long id) {
    return Problem.of(409, "CONFLICT", "Contact already exists. Existing ID: " + id);
  }

  static Problem valueTaken(
      long portal, String singular, String property, String value, long on, long holder) {
    String message =
        "Cannot set PropertyValueCoordinates{portalId="
            + portal
            + ", objectTypeId=ObjectTypeId{legacyObjectType="
            + singular
            + "}, propertyName="
            + property
            + ", value="
            + value
            + "} on "
            + on
            + ". "
            + holder
            + " already has that value.";
    return Problem.validation(message)
        .withErrors(
            List.of(
                detail(
                    message,
                    "CONFLICTING_UNIQUE_VALUE",
                    Map.of("propertyName", List.of(property)))));
  }

  static Problem invalidValues(List<InvalidValue> values) {
    List<Object> inText = new ArrayList<>();
    List<Map<String, Object>> details = new ArrayList<>();
    for (InvalidValue value : values) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("isValid", false);
      entry.put("message", value.message());
      entry.put("error", value.code());
      entry.put("name", value.property());
      inText.add(entry);
      details.add(
          detail(value.message(), value.code(), Map.of("propertyName", List.of(value.property()))));
    }
    return Problem.validation("Property values were not valid: " + Json.text(inText))
        .withErrors(details);
  }

  private static Map<String, Object> detail(
      String message, String code, Map<String, List<String>> context) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("message", message);
    if (code != null) {
      detail.put("code", code);
    }
    detail.put("context", context);
    return detail;
  }
}

package dev.millrace.crm.hubspot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.ErrorTable;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as HubSpot describes it: the body of a refused call, or one of the {@code errors} of an
 * answer. Every part of it is optional.
 */
final class HubSpotError implements ErrorTable.CrmError {

  /** Code of an answer that is no JSON: a gateway's page, a body cut short. */
  static final String NOT_JSON = "NOT_JSON";

  static final String MISSING_SCOPES = "MISSING_SCOPES";
  static final String UNKNOWN_OBJECT = "UNKNOWN_OBJECT";
  static final String ID_NOT_UNIQUE = "ID_NOT_UNIQUE";

  static final String INVALID_ASSOCIATION_ID = "crm.associations.INVALID_IDENTIFIER";

  private static final String INVALID_VALUES = "Property values were not valid: ";

  // Some errors are told apart by their words only. A whole match, because messages quote values.
  private static final Map<Pattern, String> CODE_BY_MESSAGE = codeByMessage();
  private static final Pattern LIMIT = Pattern.compile("You have reached your (\\w+) limit\\.?");

  private static final Pattern UNKNOWN_PROPERTY =
      Pattern.compile("Property \"(\\w+)\" does not exist\\.?");

  private String message = "";
  private final Set<String> codes = new LinkedHashSet<>();
  private final Map<String, Set<String>> propertiesByCode = new LinkedHashMap<>();
  private final Set<String> traceIds = new LinkedHashSet<>();
  private final Set<String> ids = new LinkedHashSet<>();
  private final Set<String> scopes = new LinkedHashSet<>();

  private HubSpotError() {}

  /** The error of a whole call, from its body. */
  static HubSpotError of(byte[] body) {
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      json.nextToken();
      Json.expect(json, JsonToken.START_OBJECT);
      return read(json);
    } catch (IOException e) {
      HubSpotError error = new HubSpotError();
      error.codes.add(NOT_JSON);
      return error;
    }
  }

  /** Reads the error object that the parser stands on, and leaves it on the object's end. */
  static HubSpotError read(JsonParser json) throws IOException {
    HubSpotError error = new HubSpotError();
    List<String> general = new ArrayList<>();
    Json.fields(
        json,
        (name, value) -> {
          switch (name) {
            case "message":
              error.message = orEmpty(Json.textOrNull(value));
              break;
            case "category":
            case "subCategory":
            case "policyName":
            case "errorType":
              Json.texts(value, general::add);
              break;
            case "objectWriteTraceId":
              Json.texts(value, error.traceIds::add);
              break;
            case "id":
              Json.texts(value, error.ids::add);
              break;
            case "context":
              error.readContext(value, new LinkedHashSet<>());
              break;
            case "errors":
              Json.objects(value, error::readDetail);
              break;
            default:
              // passed over
          }
        });
    error.readMessage();
    error.codes.addAll(general);
    return error;
  }

  /** One of the {@code errors} inside an error: which property, and what is wrong with it. */
  private void readDetail(JsonParser json) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    Set<String> properties = new LinkedHashSet<>();
    Json.fields(
        json,
        (name, value) -> {
          switch (name) {
            case "code":
            case "error":
              Json.texts(value, found::add);
              break;
            case "name":
              Json.texts(value, properties::add);
              break;
            case "message":
              Matcher unknown = UNKNOWN_PROPERTY.matcher(orEmpty(Json.textOrNull(value)));
              if (unknown.matches()) {
                properties.add(unknown.group(1));
              }
              break;
            case "context":
              readContext(value, properties);
              break;
            default:
              // passed over
          }
        });
    for (String code : found) {
      codes.add(code);
      propertiesByCode.computeIfAbsent(code, c -> new LinkedHashSet<>()).addAll(properties);
    }
  }

  private void readContext(JsonParser json, Set<String> properties) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    Json.fields(
        json,
        (name, value) -> {
          switch (name) {
            case "objectWriteTraceId":
              Json.texts(value, traceIds::add);
              break;
            case "ids":
            case "id":
            case "fromObjectId":
            case "toObjectId":
              Json.texts(value, ids::add);
              break;
            case "propertyName":
              Json.texts(value, properties::add);
              break;
            case "requiredScopes":
            case "requiredGranularScopes":
              Json.texts(value, scopes::add);
              break;
            default:
              // passed over
          }
        });
  }

  private void readMessage() {
    if (message.startsWith(INVALID_VALUES)) {
      // The details stand inside the text, as JSON.
      try (JsonParser json =
          Json.FACTORY.createParser(message.substring(INVALID_VALUES.length()))) {
        json.nextToken();
        Json.objects(json, this::readDetail);
      } catch (IOException e) {
        codes.add("VALIDATION_ERROR");
      }
    }
    CODE_BY_MESSAGE.forEach(
        (pattern, code) -> {
          if (pattern.matcher(message).matches()) {
            codes.add(code);
          }
        });
    Matcher limit = LIMIT.matcher(message);
    if (limit.matches()) {
      codes.add(limit.group(1).toUpperCase(Locale.ROOT));
    }
  }

  @Override
  public Set<String> codes() {
    return codes;
  }

  /** The most exact code; null when the error names none. */
  String code() {
    return codes.isEmpty() ? null : codes.iterator().next();
  }

  @Override
  public String message() {
    return message;
  }

  @Override
  public Set<String> names(String code) {
    return code.equals(MISSING_SCOPES) ? scopes : propertiesByCode.getOrDefault(code, Set.of());
  }

  /** Trace ids of the inputs that the error is about. */
  Set<String> traceIds() {
    return traceIds;
  }

  /** Ids, external or HubSpot's, of the records that the error is about. */
  Set<String> ids() {
    return ids;
  }

  /** Scopes of which the token lacks one. */
  Set<String> scopes() {
    return scopes;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static Map<Pattern, String> codeByMessage() {
    Map<Pattern, String> codes = new LinkedHashMap<>();
    codes.put(Pattern.compile("Unable to infer object type from: \\S*"), UNKNOWN_OBJECT);
    codes.put(
        Pattern.compile("Unable to perform \\S+ by non-unique \\S+ property \\S+( in portal .*)?"),
        ID_NOT_UNIQUE);
    return codes;
  }
}

package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.crm.ErrorTable;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as Salesforce describes it: of a whole request, or of one record of it. The same code
 * may mean several things, which only the words tell apart; each of those has a name here.
 */
final class SalesforceError implements ErrorTable.CrmError {

  /** Code of an answer that is no JSON: a gateway's page, a body cut short. */
  static final String NOT_JSON = "NOT_JSON";

  static final String MISSING_PARENT = "MISSING_PARENT";
  static final String NO_SUCH_FIELD = "NO_SUCH_FIELD";
  static final String NO_SUCH_ID_FIELD = "NO_SUCH_ID_FIELD";
  static final String TWICE_IN_CALL = "TWICE_IN_CALL";
  static final String LOST_RACE = "LOST_RACE";
  static final String TOO_MANY_AT_ONCE = "TOO_MANY_AT_ONCE";
  static final String NO_API_SESSION = "NO_API_SESSION";

  // The start or a part of the words that does not depend on a value.
  private static final List<Words> WORDS =
      List.of(
          new Words("INVALID_FIELD", "^Foreign key external ID:", MISSING_PARENT),
          new Words("INVALID_FIELD", "No such column '(\\w+)'", NO_SUCH_FIELD),
          new Words(null, "^Provided external ID field does not exist", NO_SUCH_ID_FIELD),
          new Words("DUPLICATE_VALUE", "^Duplicate external id specified", TWICE_IN_CALL),
          new Words("REQUEST_LIMIT_EXCEEDED", "^Concurrent", TOO_MANY_AT_ONCE),
          new Words("INVALID_SESSION_ID", "not valid for use with the REST API", NO_API_SESSION));

  private static final Pattern DUPLICATE =
      Pattern.compile("^duplicate value found: (\\w+) duplicates value on record");

  private final Set<String> codes = new LinkedHashSet<>();
  private final Set<String> fields = new LinkedHashSet<>();
  private final String message;

  /**
   * @param code null or empty for none
   * @param idField the upsert's key: a duplicate of it is a race, of another field a bad record
   */
  SalesforceError(String code, String message, Set<String> fields, String idField) {
    this.message = message;
    this.fields.addAll(fields);
    for (Words words : WORDS) {
      Matcher matcher = words.pattern.matcher(message);
      if ((words.code == null || words.code.equals(code)) && matcher.find()) {
        codes.add(words.name);
        if (matcher.groupCount() == 1) {
          this.fields.add(matcher.group(1));
        }
      }
    }
    Matcher duplicate = DUPLICATE.matcher(message);
    if ("DUPLICATE_VALUE".equals(code)
        && duplicate.find()
        && duplicate.group(1).equalsIgnoreCase(idField)) {
      codes.add(LOST_RACE);
    }
    if (code != null && !code.isEmpty()) {
      codes.add(code);
    }
  }

  static SalesforceError notJson() {
    return new SalesforceError(NOT_JSON, "", Set.of(), "");
  }

  /** Reads the error object that the parser stands on, and leaves it on the object's end. */
  static SalesforceError read(JsonParser json, String idField) throws IOException {
    String code = null;
    String message = "";
    Set<String> fields = new LinkedHashSet<>();
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "statusCode":
        case "errorCode":
          code = Json.textOrNull(json);
          break;
        case "message":
          String text = Json.textOrNull(json);
          message = text == null ? "" : text;
          break;
        case "fields":
          Json.texts(json, fields::add);
          break;
        default:
          json.skipChildren();
      }
    }
    return new SalesforceError(code, message, fields, idField);
  }

  @Override
  public Set<String> codes() {
    return codes;
  }

  @Override
  public String message() {
    return message;
  }

  @Override
  public Set<String> names(String code) {
    return fields;
  }

  private static final class Words {
    final String code;
    final Pattern pattern;
    final String name;

    Words(String code, String pattern, String name) {
      this.code = code;
      this.pattern = Pattern.compile(pattern);
      this.name = name;
    }
  }
}

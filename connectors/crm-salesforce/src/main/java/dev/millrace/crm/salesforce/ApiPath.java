package dev.millrace.crm.salesforce;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Paths of Salesforce's REST API in one version. */
final class ApiPath {

  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{1,2}\\.\\d");

  private final String data;

  /**
   * @param version {@code 62.0}
   */
  ApiPath(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "api-version '" + version + "' is not of the form of 62.0");
    }
    this.data = "/services/data/v" + version;
  }

  String upsert(String object, String idField) {
    return data + "/composite/sobjects/" + encode(object) + '/' + encode(idField);
  }

  String composite() {
    return data + "/composite";
  }

  /**
   * @param ids separated by commas
   */
  String delete(String ids) {
    return data + "/composite/sobjects?allOrNone=false&ids=" + ids;
  }

  String query(String soql) {
    return data + "/query?q=" + encode(soql);
  }

  /** All objects there are. */
  String objects() {
    return data + "/sobjects";
  }

  String describe(String object) {
    return data + "/sobjects/" + encode(object) + "/describe";
  }

  String limits() {
    return data + "/limits";
  }

  String jobs() {
    return data + "/jobs/ingest";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

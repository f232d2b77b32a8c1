package dev.millrace.crm;

import java.util.Map;
import java.util.Objects;

/** One HTTP answer of the CRM. */
public final class CrmResponse {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * @param headers by lower-case name; the last one where a name comes twice
   */
  public CrmResponse(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Objects.requireNonNull(headers, "headers");
    this.body = Objects.requireNonNull(body, "body");
  }

  public int status() {
    return status;
  }

  /** The header with this lower-case name, null if absent. */
  public String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  /** The body, empty if there is none. Not to be written to. */
  public byte[] body() {
    return body;
  }
}

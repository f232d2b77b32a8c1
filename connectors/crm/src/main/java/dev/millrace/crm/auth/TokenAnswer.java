package dev.millrace.crm.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;

/** What an OAuth endpoint answers; every part is null, empty or 0 where the answer lacks it. */
final class TokenAnswer {

  private static final JsonFactory JSON = new JsonFactory();

  final int status;
  boolean json;
  String accessToken;

  /** Of a CRM that changes the refresh token each time: the next one. */
  String refreshToken;

  /** Where to send requests: Salesforce's {@code instance_url}, Zoho's {@code api_domain}. */
  String baseUrl;

  long expiresInSeconds;
  String error = "";
  String description = "";

  /** HubSpot's own code for an error: {@code BAD_REFRESH_TOKEN}. */
  String code = "";

  private TokenAnswer(int status) {
    this.status = status;
  }

  static TokenAnswer read(CrmResponse response) {
    TokenAnswer answer = new TokenAnswer(response.status());
    try (JsonParser json = JSON.createParser(response.body())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        answer.readFields(json);
        answer.json = true;
      }
    } catch (IOException e) {
      // A gateway's page, or an answer cut short: what was read of a token is not to be used.
      answer.accessToken = null;
    }
    if (response.status() / 100 != 2) {
      answer.accessToken = null;
    }
    return answer;
  }

  private void readFields(JsonParser json) throws IOException {
    String name;
    while ((name = json.nextFieldName()) != null) {
      JsonToken value = json.nextToken();
      if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
        json.skipChildren();
        continue;
      }
      switch (name) {
        case "access_token":
          accessToken = json.getText();
          break;
        case "refresh_token":
          refreshToken = json.getText();
          break;
        case "instance_url":
        case "api_domain":
          baseUrl = json.getText();
          break;
        case "expires_in":
          expiresInSeconds = json.getValueAsLong();
          break;
        case "error":
          error = json.getText();
          break;
        case "error_description":
          description = json.getText();
          break;
        case "message":
          description = description.isEmpty() ? json.getText() : description;
          break;
        case "status":
          code = json.getText();
          break;
        default:
          break;
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("cut short");
    }
  }
}

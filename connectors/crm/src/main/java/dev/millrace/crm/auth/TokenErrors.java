package dev.millrace.crm.auth;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the errors of OAuth endpoints mean: a table, of which the first row that fits counts. The
 * codes are RFC 6749's; the words are HubSpot's, Salesforce's and Zoho's own, which say more.
 */
final class TokenErrors {

  private static final int LONGEST_QUOTE = 200;

  private static final List<Row> TABLE =
      List.of(
          transientError("rate exceeded|retry your request|unknown_error"),
          transientError("temporarily_unavailable|server_error|slow_down"),
          stops(
              "BAD_REFRESH_TOKEN|refresh token is invalid|expired access/refresh token|invalid_code",
              "a refresh token that is in force",
              "connect the app again and put the new refresh token where sink.auth.refresh-token"
                  + " refers"),
          stops(
              "BAD_HUB|unknown hub",
              "a refresh token of an account that still has the app",
              "install the app in the HubSpot account again"),
          stops(
              "BAD_CLIENT_ID|invalid_client_id|client identifier invalid",
              "the client id (consumer key) of an app of this CRM",
              "copy it from the app's settings to sink.auth.client-id; a new Salesforce app takes up"
                  + " to ten minutes to be known"),
          stops(
              "BAD_CLIENT_SECRET|invalid client secret|invalid_client",
              "the client secret (consumer secret) of the app",
              "copy it from the app's settings to where sink.auth.client-secret refers"),
          stops(
              "request not supported on this domain",
              "the My Domain host, https://<domain>.my.salesforce.com",
              "set sink.base-url to it and leave sink.auth.endpoint out"),
          stops(
              "no client credentials user enabled",
              "a user that the app runs as",
              "in Salesforce: the app's Client Credentials Flow, Run As"),
          stops(
              "hasn't approved this consumer",
              "a user whom the app admits",
              "in Salesforce: the app's policies, Permitted Users: admin approved, and give the user"
                  + " the profile or permission set"),
          stops(
              "audience is invalid",
              "https://login.salesforce.com, or https://test.salesforce.com for a sandbox",
              "set sink.auth.audience"),
          stops(
              "expired authorization code|invalid assertion",
              "a signed statement that is neither too old nor by another key",
              "set this machine's clock, and see that the app has the key's certificate"),
          stops(
              "inactive user|user is inactive|inactive org",
              "a user that is active",
              "activate the user, or log in as another"),
          stops(
              "unsupported_grant_type|grant type not supported|unauthorized_client",
              "an app that admits this kind of login",
              "switch it on in the app's OAuth settings, or choose another sink.auth.type"));

  private TokenErrors() {}

  /**
   * Why there is no token.
   *
   * @param secrets what the answer's words must not repeat
   */
  static IOException of(String url, TokenAnswer answer, Collection<String> secrets) {
    String told = told(answer, secrets);
    String found = url + " gives no token: " + told;
    if (answer.status == 429 || answer.status == 408 || answer.status >= 500) {
      return new IOException(found);
    }
    for (Row row : TABLE) {
      if (row.words.matcher(told).find()) {
        return row.expected == null
            ? new IOException(found)
            : LoginRefused.because(found, row.expected, row.mend);
      }
    }
    if (answer.status == 404 || answer.status == 405 || answer.status / 100 == 3) {
      return LoginRefused.because(
          found, "the CRM's OAuth endpoint for tokens", "see sink.base-url and sink.auth.endpoint");
    }
    return answer.json && answer.status / 100 == 4
        ? LoginRefused.because(found, "credentials that the CRM accepts", "see sink.auth.*")
        // A gateway's page, or a success without a token.
        : new IOException(found);
  }

  private static String told(TokenAnswer answer, Collection<String> secrets) {
    String words = answer.description;
    if (words.length() > LONGEST_QUOTE || secrets.stream().anyMatch(words::contains)) {
      words = "";
    }
    return ("HTTP " + answer.status + ' ' + answer.code + ' ' + answer.error + ' ' + words)
        .replaceAll("\\s+", " ")
        .trim();
  }

  private static Row transientError(String words) {
    return new Row(words, null, null);
  }

  private static Row stops(String words, String expected, String mend) {
    return new Row(words, expected, mend);
  }

  private static final class Row {
    final Pattern words;
    final String expected;
    final String mend;

    Row(String words, String expected, String mend) {
      this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
      this.expected = expected;
      this.mend = mend;
    }
  }
}

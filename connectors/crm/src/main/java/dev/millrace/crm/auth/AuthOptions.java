package dev.millrace.crm.auth;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code sink} that say how to log in; keys without {@code sink.}. */
public final class AuthOptions {

  private static final String REFERENCE = ", as a secret reference: ${env:NAME} or ${file:PATH}.";

  public static final ConfigOption<AuthType> TYPE =
      ConfigOptions.key("auth.type")
          .enumType(AuthType.class)
          .defaultValue(AuthType.TOKEN)
          .withDescription(
              "How to log in: 'token' with sink.token; 'basic' with auth.username and auth.password; 'none'; 'refresh-token', 'client-credentials' or"
                  + " 'jwt-bearer' with access tokens that the CRM's OAuth endpoint gives out. Those are renewed before"
                  + " they expire, and once when the CRM refuses one.");

  public static final ConfigOption<String> ENDPOINT =
      ConfigOptions.key("auth.endpoint")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "URL of the CRM's OAuth endpoint for tokens. Default: the CRM's own path under base-url.");

  public static final ConfigOption<String> CLIENT_ID =
      ConfigOptions.key("auth.client-id")
          .stringType()
          .noDefaultValue()
          .withDescription("OAuth: the app's client id (Salesforce: consumer key).");

  public static final ConfigOption<String> CLIENT_SECRET =
      ConfigOptions.key("auth.client-secret")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "OAuth: the app's client secret (Salesforce: consumer secret)" + REFERENCE);

  public static final ConfigOption<ClientAuthentication> CLIENT_AUTHENTICATION =
      ConfigOptions.key("auth.client-authentication")
          .enumType(ClientAuthentication.class)
          .defaultValue(ClientAuthentication.BODY)
          .withDescription(
              "OAuth: where the endpoint wants client id and secret: 'body', in the form, or 'basic', in a Basic header.");

  public static final ConfigOption<String> REFRESH_TOKEN =
      ConfigOptions.key("auth.refresh-token")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "refresh-token: the refresh token"
                  + REFERENCE
                  + " Where an answer brings another one, that is used until the task restarts.");

  public static final ConfigOption<String> USERNAME =
      ConfigOptions.key("auth.username")
          .stringType()
          .noDefaultValue()
          .withDescription("jwt-bearer and basic: the user to log in as.");

  public static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("auth.password")
          .stringType()
          .noDefaultValue()
          .withDescription("basic: the user's password" + REFERENCE);

  public static final ConfigOption<String> HEADER =
      ConfigOptions.key("auth.header")
          .stringType()
          .defaultValue("Authorization")
          .withDescription("Header that a token is sent in.");

  public static final ConfigOption<String> SCHEME =
      ConfigOptions.key("auth.scheme")
          .stringType()
          .defaultValue("Bearer")
          .withDescription(
              "Word before a token in its header; 'none' for the token alone, as x-api-key headers have it.");

  public static final ConfigOption<String> PRIVATE_KEY =
      ConfigOptions.key("auth.private-key")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "jwt-bearer: the RSA key whose certificate the app has, as PEM in PKCS #8"
                  + REFERENCE);

  public static final ConfigOption<String> AUDIENCE =
      ConfigOptions.key("auth.audience")
          .stringType()
          .defaultValue("https://login.salesforce.com")
          .withDescription(
              "jwt-bearer: whom the signed token is for; https://test.salesforce.com for a Salesforce sandbox.");

  public static final ConfigOption<String> SCOPE =
      ConfigOptions.key("auth.scope")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "client-credentials: the scope to ask for, where the CRM wants one named.");

  public static final ConfigOption<Duration> REFRESH_INTERVAL =
      ConfigOptions.key("auth.refresh-interval")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "OAuth: longest use of one access token. Default: four fifths of the life that the CRM gives it; where it"
                  + " tells none (Salesforce), until it is refused, which costs the calls under way a repetition.");

  private AuthOptions() {}
}

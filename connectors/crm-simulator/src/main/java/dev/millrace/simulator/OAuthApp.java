package dev.millrace.simulator;

import java.security.PublicKey;

/**
 * An app that gets its access tokens from the CRM.
 *
 * @param refreshToken the one refresh token that is good for this account
 * @param username whom the app acts for; null when nobody is named, and Salesforce then refuses
 *     client credentials
 * @param publicKey that Salesforce checks the app's JWTs with; null for none
 */
public record OAuthApp(
    String clientId,
    String clientSecret,
    String refreshToken,
    String username,
    PublicKey publicKey) {

  public OAuthApp(String clientId, String clientSecret, String refreshToken) {
    this(clientId, clientSecret, refreshToken, "integration@example.org", null);
  }

  /** This app, whose JWTs are signed by this key's other half. */
  public OAuthApp withPublicKey(PublicKey key) {
    return new OAuthApp(clientId, clientSecret, refreshToken, username, key);
  }

  /** This app, acting for this user; null for nobody. */
  public OAuthApp actingFor(String user) {
    return new OAuthApp(clientId, clientSecret, refreshToken, user, publicKey);
  }
}

package dev.millrace.simulator;

/**
 * A public app that refreshes its access tokens.
 *
 * @param refreshToken the one refresh token that is good for this account
 */
public record OAuthApp(String clientId, String clientSecret, String refreshToken) {}

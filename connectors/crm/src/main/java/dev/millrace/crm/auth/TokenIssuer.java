package dev.millrace.crm.auth;

import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RequestBody;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks the CRM's OAuth endpoint for access tokens. */
final class TokenIssuer implements Supplier<CompletionStage<IssuedToken>> {

  private final TokenEndpoint endpoint;
  private final String url;
  private final Grant grant;
  private final TokenHeader header;
  private final long useMillis;
  private final Clock clock;

  /**
   * @param useMillis see {@link IssuedToken}
   */
  TokenIssuer(
      TokenEndpoint endpoint,
      String url,
      Grant grant,
      TokenHeader header,
      long useMillis,
      Clock clock) {
    this.endpoint = endpoint;
    this.url = url;
    this.grant = grant;
    this.header = header;
    this.useMillis = useMillis;
    this.clock = clock;
  }

  /** Asks for one; see {@link Authentication#authorization} for how it fails. */
  @Override
  public CompletionStage<IssuedToken> get() {
    // On another thread: it reads files and signs, and the task's thread must not wait.
    return CompletableFuture.supplyAsync(this::form)
        .thenCompose(
            form ->
                endpoint
                    .post(url, form.client(), body(form.fields()))
                    .thenApply(a -> read(a, form)));
  }

  private Grant.Form form() {
    try {
      return grant.form();
    } catch (IllegalStateException e) {
      throw new CompletionException(LoginRefused.noSecret(e));
    } catch (IllegalArgumentException e) {
      throw new CompletionException(
          LoginRefused.because(
              e.getMessage(),
              "an RSA key without a passphrase",
              "openssl pkcs8 -topk8 -nocrypt -in server.key"));
    }
  }

  private static RequestBody body(Map<String, String> form) {
    byte[] text =
        form.entrySet().stream()
            .map(field -> field.getKey() + '=' + encode(field.getValue()))
            .collect(Collectors.joining("&"))
            .getBytes(StandardCharsets.US_ASCII);
    RequestBody body = new RequestBody(text.length);
    body.write(text, 0, text.length);
    return body;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private IssuedToken read(CrmResponse response, Grant.Form form) {
    TokenAnswer answer = TokenAnswer.read(response);
    if (answer.accessToken != null) {
      grant.answered(answer.refreshToken);
      long life = answer.expiresInSeconds > 0 ? answer.expiresInSeconds * 1000 : Long.MAX_VALUE;
      return new IssuedToken(
          header.of(answer.accessToken, answer.baseUrl), clock.millis(), life, useMillis);
    }
    IOException failure = TokenErrors.of(url, answer, form.secrets());
    throw new CompletionException(failure);
  }
}

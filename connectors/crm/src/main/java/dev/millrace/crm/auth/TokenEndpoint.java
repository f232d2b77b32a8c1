package dev.millrace.crm.auth;

import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RequestBody;
import java.util.concurrent.CompletionStage;

/** Sends a request for a token. */
public interface TokenEndpoint {

  /**
   * Posts a form, {@code application/x-www-form-urlencoded}, without waiting.
   *
   * @param client how the app itself logs in; {@link Authorization#none} when the form says it
   * @return the answer, whatever its status; completed exceptionally with an {@link
   *     java.io.IOException} when there was none
   */
  CompletionStage<CrmResponse> post(String url, Authorization client, RequestBody form);
}

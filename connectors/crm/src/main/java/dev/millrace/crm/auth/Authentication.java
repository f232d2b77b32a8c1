package dev.millrace.crm.auth;

import java.util.concurrent.CompletionStage;

/** Gives every request its {@link Authorization}. Used from several threads at once. */
public interface Authentication {

  /**
   * What to send a request with now. Does not wait: complete where there is a valid one, else
   * completed when the CRM gave one out. All that ask meanwhile wait for the same answer.
   *
   * @return completed exceptionally with {@link dev.millrace.crm.LoginRefusedException} when asking
   *     again is of no use, with any other {@link java.io.IOException} when it is
   */
  CompletionStage<Authorization> authorization();

  /**
   * Told that the CRM did not accept what {@link #authorization} gave. Completes when sending again
   * is worth while, with whatever there is then; where nothing can be renewed, at once. Told of one
   * authorization many times, as every call in flight is refused with it, it renews once. Fails as
   * {@link #authorization} does.
   */
  CompletionStage<Void> renew(Authorization refused);
}

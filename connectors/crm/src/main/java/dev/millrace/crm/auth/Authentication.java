package dev.millrace.crm.auth;

import java.util.concurrent.CompletionStage;

/**
 * Gives every request its {@code Authorization} header. Used from several threads at once. The
 * value is a secret: never in a log, a message or a checkpoint.
 */
public interface Authentication {

  /** The header's value at this moment, ready to be sent. Does not wait. */
  String authorization();

  /**
   * Told that the CRM did not accept a value that {@link #authorization} gave. Completes when
   * asking again is worth while, with whatever there is then; where nothing can be renewed, at once
   * and with the same value. Told of one value many times, as every call in flight is refused with
   * it, it renews once.
   *
   * @param refused the value that was not accepted
   */
  CompletionStage<Void> renew(String refused);
}

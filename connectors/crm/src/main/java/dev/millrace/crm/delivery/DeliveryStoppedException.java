package dev.millrace.crm.delivery;

/**
 * Nothing more can be delivered until a person mends something: the message says what. Not worth
 * repeating.
 */
public final class DeliveryStoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DeliveryStoppedException(String message) {
    super(message);
  }
}

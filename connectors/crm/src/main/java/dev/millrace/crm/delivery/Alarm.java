package dev.millrace.crm.delivery;

/** Wakes the engine at a time it names. */
public interface Alarm {

  /**
   * Asks for one {@link DeliveryEngine#onTimer} at this time or soon after it, on the engine's
   * thread. Asked again before it rang, the earlier time counts. Ringing too early does no harm.
   *
   * @param nanoTime by {@link Clock#nanoTime}
   */
  void ringAt(long nanoTime);
}

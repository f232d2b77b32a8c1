package dev.millrace.crm.delivery;

/** Wakes the engine at a time it names. */
public interface Alarm {

  /**
   * Asks for one {@link DeliveryEngine#onTimer} at this time or soon after it, on the engine's
   * thread. Asked again before it rang, which is for an earlier time then, only the new time
   * counts. Ringing too early or once too often does no harm.
   *
   * @param nanoTime by {@link Clock#nanoTime}
   */
  void ringAt(long nanoTime);
}

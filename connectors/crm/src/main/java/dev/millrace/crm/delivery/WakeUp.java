package dev.millrace.crm.delivery;

/** Sets the alarm, but only to a time before the one it is set to. */
final class WakeUp {

  private final Alarm alarm;
  private long setTo = Long.MAX_VALUE;

  WakeUp(Alarm alarm) {
    this.alarm = alarm;
  }

  /** {@link Long#MAX_VALUE} for never. */
  void at(long nanoTime) {
    if (nanoTime < setTo) {
      setTo = nanoTime;
      alarm.ringAt(nanoTime);
    }
  }

  void rang() {
    setTo = Long.MAX_VALUE;
  }
}

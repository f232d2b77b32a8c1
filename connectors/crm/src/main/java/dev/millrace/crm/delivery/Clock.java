package dev.millrace.crm.delivery;

/** The time, as the engine sees it. */
public interface Clock {

  /** Nanoseconds from an origin of its own, never going back; for spans. */
  long nanoTime();

  /** Milliseconds since the epoch by the wall clock; for comparing with commit times. */
  long wallMillis();

  /** The machine's clocks. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }
      };
}

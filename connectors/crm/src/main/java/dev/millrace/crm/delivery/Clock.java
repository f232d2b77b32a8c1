package dev.millrace.crm.delivery;

/** The time, as the engine sees it. */
public interface Clock {

  /** Nanoseconds from an origin of its own, from 0 on, never going back; for spans. */
  long nanoTime();

  /** Milliseconds since the epoch by the wall clock; for comparing with commit times. */
  long wallMillis();

  /** The machine's clocks; one origin for the whole process. */
  Clock SYSTEM =
      new Clock() {
        private final long origin = System.nanoTime();

        @Override
        public long nanoTime() {
          return System.nanoTime() - origin;
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }
      };
}

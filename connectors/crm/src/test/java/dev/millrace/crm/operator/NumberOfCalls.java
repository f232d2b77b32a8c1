package dev.millrace.crm.operator;

import org.apache.flink.configuration.Configuration;

/** A tuning file of one number: {@code max-in-flight}, or 0 for a pause. */
final class NumberOfCalls {

  /** What was read last. Of the one job that a test runs. */
  static volatile String read = "";

  static final TuningFile.Format FORMAT =
      (name, text) -> {
        read = text;
        int calls = Integer.parseInt(text);
        Configuration tuned = new Configuration();
        tuned.set(DeliveryOptions.PAUSED, calls == 0);
        if (calls > 0) {
          tuned.set(DeliveryOptions.MAX_IN_FLIGHT, calls);
        }
        return tuned;
      };

  private NumberOfCalls() {}
}

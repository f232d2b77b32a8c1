package dev.millrace.local;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long the load runs before it is measured: a time that was asked for, or until the JVM's
 * compilers have caught up. On two cores they take about half of one for the first minute, which is
 * what a latency measured then would show. They have caught up when they worked for less than a
 * fifth of the last five seconds; that is waited for two minutes at most.
 */
final class WarmUp {

  static final Duration STEP = Duration.ofSeconds(5);

  private static final int MOST_STEPS = 24;
  private static final long QUIET_MILLIS = STEP.toMillis() / 5;

  private final Duration asked;
  private final LongSupplier compilingMillis;
  private Duration done = Duration.ZERO;
  private long compiled;

  /**
   * @param asked null: until the compilers have caught up
   */
  WarmUp(Duration asked) {
    this(asked, compilers());
  }

  /**
   * @param compilingMillis how long the compilers have worked so far
   */
  WarmUp(Duration asked, LongSupplier compilingMillis) {
    this.asked = asked;
    this.compilingMillis = compilingMillis;
    this.compiled = compilingMillis.getAsLong();
  }

  private static LongSupplier compilers() {
    CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    return compilers == null ? () -> 0 : compilers::getTotalCompilationTime;
  }

  /** How much longer to run before asking again; zero when it is over. */
  Duration next() {
    Duration next = asked == null ? untilCompiled() : asked.minus(done);
    done = done.plus(next);
    return next;
  }

  private Duration untilCompiled() {
    long before = compiled;
    compiled = compilingMillis.getAsLong();
    boolean quiet = !done.isZero() && compiled - before < QUIET_MILLIS;
    return quiet || done.equals(STEP.multipliedBy(MOST_STEPS)) ? Duration.ZERO : STEP;
  }

  long seconds() {
    return done.toSeconds();
  }
}

package dev.millrace.simulator.server;

/** A call that the API has read and not yet carried out. */
public interface Work {

  /** Records the call carries, for its service time; -1 when it is answered at once. */
  int records();

  /**
   * Asked before {@link #commit}: nanoseconds to ask again after, because another call holds what
   * this one needs; 0 to carry it out now.
   */
  default long heldUpNanos() {
    return 0;
  }

  /** Carries the call out and tells the answer. Called once at most. */
  Answer commit();

  /**
   * The client no longer waits, or has its answer: what the call held is free again. Called once.
   */
  default void leave() {}

  /** The CRM stopped before the call was carried out. */
  default void lost() {}

  /** An answer that takes no time. */
  static Work answered(Answer answer) {
    return new Work() {
      @Override
      public int records() {
        return -1;
      }

      @Override
      public Answer commit() {
        return answer;
      }
    };
  }
}

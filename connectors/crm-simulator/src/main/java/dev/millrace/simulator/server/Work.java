package dev.millrace.simulator.server;

/** A call that the API has read and not yet carried out. */
public interface Work {

  /** Records the call carries, for its service time; -1 when it is answered at once. */
  int records();

  /** Carries the call out and tells the answer. Called once at most. */
  Answer commit();

  /**
   * The client no longer waits, or has its answer: what the call held is free again. Called once.
   */
  default void leave() {}

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

package dev.millrace.local;

/** Shows the state of the demo to somebody. */
interface LiveView {

  void show(LiveState state);
}

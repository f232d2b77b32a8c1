package dev.millrace.simulator.server;

/** What the simulator serves of itself, under {@code /simulator/}. */
public interface OwnApi {

  Answer answer(Call call);
}

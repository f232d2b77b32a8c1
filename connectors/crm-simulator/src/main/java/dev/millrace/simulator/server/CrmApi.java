package dev.millrace.simulator.server;

import dev.millrace.simulator.SimulatedFault;

/** The API of one kind of CRM. Used by one thread. */
public interface CrmApi {

  /** Reads and checks a call, whatever it is; writes nothing yet. Names the call's endpoint. */
  Work read(Call call);

  /** The answer of this CRM, or of the gateway before it, for a fault of kind STATUS or SILENT. */
  Answer answer(SimulatedFault fault);

  /** Adds the headers that the answers of this CRM carry. */
  void decorate(Call call, Answer answer);
}

package dev.millrace.simulator.server;

import dev.millrace.simulator.Property;
import dev.millrace.simulator.SimulatedFault;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** The API of one kind of CRM. Used by one thread. */
public interface CrmApi {

  /**
   * Adds properties to an object, and the object itself when there is none of that name.
   *
   * @throws IllegalStateException when a property is there with another definition and in use
   */
  void define(String object, List<Property> properties);

  /**
   * What each live record of an object is associated with in another, both by a property's values.
   *
   * @throws IllegalStateException when this CRM has no associations
   */
  default Map<String, List<String>> associations(
      ObjectType from, Slot fromId, ObjectType to, Slot toId) {
    throw new IllegalStateException("this CRM has no associations");
  }

  /**
   * Gives the thread that serves, for what the CRM does by itself; called before the first call.
   */
  default void servedBy(ScheduledExecutorService loop) {}

  /** Reads and checks a call, whatever it is; writes nothing yet. Names the call's endpoint. */
  Work read(Call call);

  /** The answer of this CRM, or of the gateway before it, for a fault of kind STATUS or SILENT. */
  Answer answer(SimulatedFault fault);

  /** Adds the headers that the answers of this CRM carry. */
  void decorate(Call call, Answer answer);
}

package dev.millrace.simulator;

/**
 * Hears of every record version the CRM commits, in the order of commit. Called on the server's
 * only thread, right before the answer leaves: must not block. Also called when the answer is then
 * lost by a fault.
 */
@FunctionalInterface
public interface AcceptListener {

  void accepted(RecordVersion version);
}

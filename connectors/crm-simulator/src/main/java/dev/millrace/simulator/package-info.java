/**
 * A stand-in CRM on this machine, so faithful that a connector cannot tell: {@link
 * dev.millrace.simulator.CrmSimulator} serves it, tells what it accepted, and breaks on demand.
 */
package dev.millrace.simulator;

/** The HTTP server around a simulated CRM: connections, service time, faults, counters. */
package dev.millrace.simulator.server;

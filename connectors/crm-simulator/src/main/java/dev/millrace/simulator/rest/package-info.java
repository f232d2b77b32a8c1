/** What the modes for CRMs that generic connectors write to have in common. */
package dev.millrace.simulator.rest;

/** Measurements and runs with faults. */
package dev.millrace.bench;

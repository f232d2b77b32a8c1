/** Keeps row values and secrets that other libraries write out of the log. */
package dev.millrace.log;

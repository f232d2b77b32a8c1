/** The commands: {@code run} and {@code check}, on this machine or handed to a Flink cluster. */
package dev.millrace.job.command;

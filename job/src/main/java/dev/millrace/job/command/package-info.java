/**
 * The commands: {@code run}, {@code check} and {@code replay}, on this machine or handed to a Flink
 * cluster.
 */
package dev.millrace.job.command;

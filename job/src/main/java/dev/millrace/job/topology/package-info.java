/** The Flink job: one chain a source, and the settings under which records are handed on in it. */
package dev.millrace.job.topology;

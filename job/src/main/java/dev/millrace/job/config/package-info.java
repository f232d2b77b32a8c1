/**
 * One YAML file, and what is laid over it, into a typed and immutable {@link
 * dev.millrace.job.config.JobConfig}. All faults of all layers are told at once, each with its
 * place.
 */
package dev.millrace.job.config;

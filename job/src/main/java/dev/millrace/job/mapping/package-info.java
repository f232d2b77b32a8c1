/**
 * From a change to what the CRM is to see: filter and fields of the configuration's mappings,
 * written in the expression dialect of Flink CDC transforms, compiled once per table schema.
 */
package dev.millrace.job.mapping;

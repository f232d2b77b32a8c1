/**
 * Millrace on one machine: the demo, which brings its own database, load and CRM, and the launcher
 * of any configuration in a Flink MiniCluster.
 */
package dev.millrace.local;

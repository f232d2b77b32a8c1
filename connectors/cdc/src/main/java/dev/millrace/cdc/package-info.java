/**
 * The databases: a MySQL binlog or a Postgres WAL, through Flink CDC, to {@link
 * dev.millrace.change.ChangeEvent}s. The only place that knows Flink CDC and Debezium.
 */
package dev.millrace.cdc;

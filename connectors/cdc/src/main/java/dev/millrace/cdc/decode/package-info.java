/**
 * From Debezium's records to changes: what is decoded once by Flink CDC is looked at through {@link
 * dev.millrace.change.Row} views, never copied. Shared by both databases.
 */
package dev.millrace.cdc.decode;

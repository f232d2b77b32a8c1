/** The MySQL source: snapshot, then binlog. */
package dev.millrace.cdc.mysql;

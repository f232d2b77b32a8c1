/**
 * What keeps a database from being read, each thing with what mends it, and the tables' schemas,
 * over plain JDBC, before anything starts.
 */
package dev.millrace.cdc.check;

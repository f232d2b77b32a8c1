/** The Postgres source: snapshot, then WAL. */
package dev.millrace.cdc.postgres;

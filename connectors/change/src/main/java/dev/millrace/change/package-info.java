/**
 * What a change is: one committed change of one row, as read from a database's log.
 *
 * <p>Nothing here knows where changes come from (Flink CDC, Debezium) or where they go (a CRM).
 * Every type is immutable; the chained operators of the job hand the same objects on.
 */
package dev.millrace.change;

/**
 * The delivery engine: brings records to the CRM in calls, in order per record, and repeats what
 * failed for the moment.
 *
 * <p>Pure Java, one thread. Time, timers and the network are handed in ({@link
 * dev.millrace.crm.delivery.Clock}, {@link dev.millrace.crm.delivery.Alarm}, {@link
 * dev.millrace.crm.delivery.Transport}), so that a test can drive it through any schedule. The way
 * of a record: {@link dev.millrace.crm.delivery.DeliveryEngine#offer}, its {@code Lane}, the {@code
 * LaneQueue} of its kind, a {@code CallInFlight}, its outcome.
 */
package dev.millrace.crm.delivery;

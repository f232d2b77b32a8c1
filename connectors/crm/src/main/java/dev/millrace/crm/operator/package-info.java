/** The delivery engine as a Flink operator. */
package dev.millrace.crm.operator;

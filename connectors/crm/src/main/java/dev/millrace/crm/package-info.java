/**
 * What a CRM is to Millrace: records, calls that carry them, and what an answer says of each. A
 * connector implements {@link dev.millrace.crm.CrmConnector}; order, batching, retries and limits
 * are the delivery engine's.
 */
package dev.millrace.crm;

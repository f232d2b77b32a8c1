/**
 * Salesforce: upserts by an external id, deletes, and the snapshot in bulk. Facts about the API are
 * those of its published reference unless a comment names another source.
 */
package dev.millrace.crm.salesforce;

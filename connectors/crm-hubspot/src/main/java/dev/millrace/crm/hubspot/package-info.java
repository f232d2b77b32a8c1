/**
 * HubSpot: batches of upserts by a unique property, and archive by it. Facts about the API are
 * those of its published reference unless a comment names another source.
 */
package dev.millrace.crm.hubspot;

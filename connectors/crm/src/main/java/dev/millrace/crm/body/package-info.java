/** What connectors write requests with and read answers with, whatever their CRM. */
package dev.millrace.crm.body;

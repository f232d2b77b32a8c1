/** Zoho CRM's API, as far as a generic connector reaches. */
package dev.millrace.simulator.zoho;

/** Salesforce's REST API: collections, composite, query, describe, ingest jobs, tokens. */
package dev.millrace.simulator.salesforce;

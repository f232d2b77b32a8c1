/** HubSpot as its API answers: objects, properties, tokens, search, errors, limits. */
package dev.millrace.simulator.hubspot;

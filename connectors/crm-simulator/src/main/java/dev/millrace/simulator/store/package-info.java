/** What a simulated CRM holds: objects, records, their unique values and accepted versions. */
package dev.millrace.simulator.store;

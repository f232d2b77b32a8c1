/** What every connector must do, tried on each of them against the stand-in of its CRM. */
package dev.millrace.job.connector;

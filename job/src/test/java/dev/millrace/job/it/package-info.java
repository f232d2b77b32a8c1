/** The whole job on real databases against the simulated CRM. */
package dev.millrace.job.it;

/** The cluster's scripts from Java, and the rehearsal that breaks what they start. */
package dev.millrace.cluster;

/** Where refused records go: files of JSON lines, or an address that takes them one by one. */
package dev.millrace.job.deadletter;

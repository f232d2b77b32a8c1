/**
 * Real MySQL and Postgres servers for tests and the demo: started from the binaries in the Maven
 * repository, or from Docker images where Docker answers. They can be stopped, killed and started
 * again on the same data.
 */
package dev.millrace.databases;

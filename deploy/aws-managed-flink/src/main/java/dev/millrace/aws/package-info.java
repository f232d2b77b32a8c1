/** What Amazon's managed Flink needs besides the job: secrets from where AWS keeps them. */
package dev.millrace.aws;

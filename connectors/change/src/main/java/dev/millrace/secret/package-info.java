/**
 * Secrets by reference: the configuration, the job graph and the checkpoints only ever hold where a
 * secret is.
 */
package dev.millrace.secret;

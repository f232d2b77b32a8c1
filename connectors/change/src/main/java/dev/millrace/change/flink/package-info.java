/**
 * How Flink sees a change: a type whose instances are handed on, never copied and never written.
 */
package dev.millrace.change.flink;

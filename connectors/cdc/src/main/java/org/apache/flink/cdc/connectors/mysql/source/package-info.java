/**
 * Classes that must share a package with Flink CDC's to reach what it keeps package-private, and
 * one that takes the place of Flink CDC's own.
 */
package org.apache.flink.cdc.connectors.mysql.source;

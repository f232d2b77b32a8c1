/** The demo's shop: its tables, the people in it, and the changes that are committed to it. */
package dev.millrace.local.load;

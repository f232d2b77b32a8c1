/** What the log must not have: other libraries' row values and secrets, one line over and over. */
package dev.millrace.log;

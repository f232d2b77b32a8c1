/** How every part tells what is wrong before anything starts. */
package dev.millrace.check;

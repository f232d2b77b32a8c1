/** Dead letters once more: their rows as they are now, through the delivery engine. */
package dev.millrace.job.replay;

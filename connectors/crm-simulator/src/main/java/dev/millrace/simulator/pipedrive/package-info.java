/** Pipedrive's API v2, as far as a generic connector reaches. */
package dev.millrace.simulator.pipedrive;

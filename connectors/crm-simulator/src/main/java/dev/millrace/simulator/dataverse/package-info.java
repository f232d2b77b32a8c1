/** Microsoft Dataverse's Web API, as far as a generic connector reaches. */
package dev.millrace.simulator.dataverse;

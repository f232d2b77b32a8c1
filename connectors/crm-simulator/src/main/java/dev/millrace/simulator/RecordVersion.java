package dev.millrace.simulator;

import java.util.Map;

/**
 * What one accepted call did to one record.
 *
 * @param object the object's name as defined, whatever name or id the call used: {@code contacts}
 * @param recordId the CRM's own id of the record
 * @param idProperty the property the record was last written by; empty when only by its CRM id
 * @param externalId the value of {@code idProperty}; empty when there is none
 * @param properties what the call set, as the CRM holds it; a cleared property has the value ""
 * @param call number of the call, counted from 1 in the order of commit; versions of one call share
 *     it
 * @param receivedMicros when the first bytes of the request were read, in epoch microseconds
 * @param acceptedMicros when the version was committed and its answer handed to the socket, in
 *     epoch microseconds
 */
public record RecordVersion(
    String object,
    long recordId,
    String idProperty,
    String externalId,
    Action action,
    Map<String, String> properties,
    long call,
    long receivedMicros,
    long acceptedMicros) {

  /** What happened to the record. */
  public enum Action {
    CREATED,
    UPDATED,
    ARCHIVED
  }
}

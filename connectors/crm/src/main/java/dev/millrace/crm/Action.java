package dev.millrace.crm;

/** What a call does to the records of its batch. */
public enum Action {
  /** Create the record or update the one that holds its external id. */
  UPSERT,
  /**
   * Remove the record that holds the external id, in the CRM's own way (HubSpot: archive). Absent
   * already: accepted.
   */
  DELETE
}

package dev.millrace.crm.delivery;

/** Why a record was given up. */
public enum ErrorClass {
  /** The CRM said that it does not take the record as it is. */
  REFUSED,
  /** It said for the whole of the retry timeout that it may take the record later. */
  RETRIED_TOO_LONG,
  /** Its answers neither confirmed nor refused the record, which was alone in its call. */
  UNCONFIRMED,
  /** It could not work on calls with the record, and only on those. */
  UNAVAILABLE,
  /** The mapping could make no record of the row; the CRM was not asked. */
  MAPPING
}

package dev.millrace.simulator.salesforce;

import com.fasterxml.jackson.core.JsonLocation;
import dev.millrace.simulator.store.Slot;
import java.util.List;

/** Salesforce's errors in its own words, where they are known. */
final class Errors {

  private Errors() {}

  static SalesforceError invalidSession() {
    return SalesforceError.of("INVALID_SESSION_ID", "Session expired or invalid");
  }

  static SalesforceError notFound() {
    return SalesforceError.of("NOT_FOUND", "The requested resource does not exist");
  }

  static SalesforceError noExternalId(String field) {
    return SalesforceError.of(
        "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + field);
  }

  static SalesforceError totalRequests() {
    return SalesforceError.of("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
  }

  static SalesforceError concurrentRequests() {
    return SalesforceError.of(
        "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
  }

  static SalesforceError malformed(JsonLocation at, String reason) {
    return SalesforceError.of("JSON_PARSER_ERROR", reason + ' ' + place(at));
  }

  static SalesforceError wrongType(String type, String token, String value, JsonLocation at) {
    return malformed(
        at,
        "Cannot deserialize instance of "
            + type
            + " from "
            + token
            + " value "
            + value
            + " or request may be missing a required field at");
  }

  private static String place(JsonLocation at) {
    return "[line:" + at.getLineNr() + ", column:" + at.getColumnNr() + "]";
  }

  static SalesforceError noRecords() {
    return SalesforceError.of("REQUIRED_FIELD_MISSING", "At least 1 record is required");
  }

  /** The text is not known; this one is formed after a sibling's. */
  static SalesforceError tooManyRecords(int most) {
    return SalesforceError.of(
        "INVALID_INPUT", "Only " + most + " records can be processed at a time");
  }

  static SalesforceError noSuchColumn(String field, String object) {
    return SalesforceError.of(
        "INVALID_FIELD", "No such column '" + field + "' on sobject of type " + object);
  }

  static SalesforceError notInData(String field) {
    return SalesforceError.of(
        "INVALID_FIELD", "The " + field + " field should not be specified in the sobject data.");
  }

  static SalesforceError notWritable(String field) {
    return SalesforceError.of(
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "Unable to create/update fields: "
            + field
            + ". Please check the security settings of this field and verify that it is read/write"
            + " for your profile or permission set.",
        field);
  }

  static SalesforceError keyNotSpecified(Slot key) {
    return SalesforceError.of("MISSING_ARGUMENT", key.name() + " not specified", key.name());
  }

  static SalesforceError idNotSpecified() {
    return SalesforceError.of("MISSING_ARGUMENT", "Id not specified in an update call", "Id");
  }

  static SalesforceError requiredMissing(List<String> fields) {
    return new SalesforceError(
        "REQUIRED_FIELD_MISSING", "Required fields are missing: " + fields, fields);
  }

  static SalesforceError duplicateInCall(Slot key, String folded) {
    return SalesforceError.of(
        "DUPLICATE_VALUE", "Duplicate external id specified: " + folded, key.name());
  }

  static SalesforceError duplicateValue(Slot slot, String holder) {
    return SalesforceError.of(
        "DUPLICATE_VALUE",
        "duplicate value found: " + slot.name() + " duplicates value on record with id: " + holder,
        slot.name());
  }

  static SalesforceError severalMatch(Slot key, List<String> ids) {
    return SalesforceError.of(
        "DUPLICATE_EXTERNAL_ID",
        key.name() + ": more than one record found for external id field: " + ids,
        key.name());
  }

  static SalesforceError missingParent(String value, Slot key, String object) {
    return SalesforceError.of(
        "INVALID_FIELD",
        "Foreign key external ID: "
            + value
            + " not found for field "
            + key.name()
            + " in entity "
            + object);
  }

  static SalesforceError rowLocked(String id) {
    return SalesforceError.of(
        "UNABLE_TO_LOCK_ROW",
        "unable to obtain exclusive access to this record or 1 records: " + id);
  }

  static SalesforceError deleted() {
    return SalesforceError.of("ENTITY_IS_DELETED", "entity is deleted");
  }

  static SalesforceError malformedId(String field, String value) {
    return SalesforceError.of(
        "MALFORMED_ID", field + ": id value of incorrect type: " + value, field);
  }

  static SalesforceError invalidReference(String field) {
    return SalesforceError.of("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field);
  }

  static SalesforceError rolledBack() {
    return SalesforceError.of(
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "Record rolled back because not all records were valid and the request was using AllOrNone"
            + " header");
  }

  static SalesforceError unknownObject(String name) {
    return SalesforceError.of("INVALID_TYPE", "sObject type '" + name + "' is not supported.");
  }
}

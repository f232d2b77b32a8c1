package dev.millrace.crm.salesforce;

import java.util.Locale;

/**
 * A mapped field's name, in the form of Bulk API column headers: {@code LastName}; {@code
 * Account.Ext_Id__c}, which looks up the related record by its external id; {@code
 * Account:Owner.Ext_Id__c} with the object's name in front where the relationship may lead to
 * several.
 */
final class FieldName {

  /** The name as it is mapped, which is also the name of the Bulk API's column. */
  final String text;

  /** The object that a relationship leads to, where the mapping says; else null. */
  final String object;

  /** Null for a field of the record itself. */
  final String relationship;

  /** Of the record itself, or of the related record. */
  final String field;

  private FieldName(String text, String object, String relationship, String field) {
    this.text = text;
    this.object = object;
    this.relationship = relationship;
    this.field = field;
  }

  static FieldName of(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return new FieldName(text, null, null, text);
    }
    int colon = text.lastIndexOf(':', dot);
    return new FieldName(
        text,
        colon < 0 ? null : text.substring(0, colon),
        text.substring(colon + 1, dot),
        text.substring(dot + 1));
  }

  boolean isRelationship() {
    return relationship != null;
  }

  /**
   * The field that holds the related record's own id: {@code AccountId} of {@code Account}, {@code
   * Parent__c} of {@code Parent__r}. Writing null to it clears the relationship.
   */
  String lookup() {
    return relationship.toLowerCase(Locale.ROOT).endsWith("__r")
        ? relationship.substring(0, relationship.length() - 1) + 'c'
        : relationship + "Id";
  }
}

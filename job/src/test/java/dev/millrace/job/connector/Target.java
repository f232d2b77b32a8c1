package dev.millrace.job.connector;

import dev.millrace.crm.RecordType;
import dev.millrace.crm.auth.AuthType;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.Property;
import dev.millrace.simulator.RecordError;
import dev.millrace.simulator.SimulatedFault;
import java.util.List;

/**
 * A CRM, in the words that the checks need.
 *
 * @param sink the word of {@code sink.type}
 * @param login kind of login that gives out access tokens
 * @param name a text field that every record has
 * @param nick a text field that may be empty
 * @param revision a number that grows with every change
 * @param inCall most records of a call
 * @param writes part of the path of a call that creates and updates
 * @param refusesCall a record's error that refuses the call which the record is in
 * @param busy a record's error that may pass
 * @param daily the day's calls are used up
 */
record Target(
    Crm crm,
    String sink,
    AuthType login,
    String object,
    String id,
    String name,
    String nick,
    String revision,
    int inCall,
    String writes,
    RecordError refusesCall,
    RecordError busy,
    SimulatedFault daily) {

  static final Target HUBSPOT =
      new Target(
          Crm.HUBSPOT,
          "hubspot",
          AuthType.REFRESH_TOKEN,
          "contacts",
          "ext_id",
          "lastname",
          "firstname",
          "revision",
          100,
          "contacts/batch/upsert",
          new RecordError(409, "CONFLICT", "Contact already exists", true),
          new RecordError(400, "INTERNAL_ERROR", "the record is busy", false),
          SimulatedFault.status(429).withPolicy("DAILY"));

  static final Target SALESFORCE =
      new Target(
          Crm.SALESFORCE,
          "salesforce",
          AuthType.CLIENT_CREDENTIALS,
          "Contact",
          "Ext_Id__c",
          "LastName",
          "FirstName",
          "Revision__c",
          200,
          "composite/sobjects/Contact/",
          new RecordError(400, "JSON_PARSER_ERROR", "Cannot deserialize instance of date", true),
          new RecordError(
              400,
              "UNABLE_TO_LOCK_ROW",
              "unable to obtain exclusive access to this record or 1 records: 001000000000001AAA",
              false),
          SimulatedFault.status(403));

  RecordType type() {
    return new RecordType(object, id, List.of(name, nick, revision));
  }

  /** The fields that the CRM does not have by itself. */
  Property[] properties() {
    Property key = Property.string(id).asUnique();
    return new Property[] {
      crm == Crm.SALESFORCE ? key.asExternalId() : key, Property.number(revision)
    };
  }
}

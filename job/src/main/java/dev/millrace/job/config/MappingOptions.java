package dev.millrace.job.config;

import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of one entry of {@code mappings}. */
public final class MappingOptions {

  public static final ConfigOption<String> TABLE =
      ConfigOptions.key("table")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The table: <database>.<table> on MySQL, <schema>.<table> on Postgres. Required.");

  public static final ConfigOption<String> SOURCE =
      ConfigOptions.key("source")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The name of the source that has the table. Required when there is more than one source.");

  public static final ConfigOption<String> OBJECT =
      ConfigOptions.key("object")
          .stringType()
          .noDefaultValue()
          .withDescription("The CRM's name of the object that rows become: contacts. Required.");

  public static final ConfigOption<String> ID =
      ConfigOptions.key("id")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The field that identifies a record in the CRM, one of `fields`. The CRM must hold it as unique. Required.");

  public static final ConfigOption<String> FILTER =
      ConfigOptions.key("filter")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Which rows are in the CRM, as an expression of Flink CDC transforms: status <> 'draft'. Default: all.");

  public static final ConfigOption<Map<String, String>> FIELDS =
      ConfigOptions.key("fields")
          .mapType()
          .noDefaultValue()
          .withDescription(
              "What each field of the record holds: field: expression of Flink CDC transforms over the row's columns. Required.");

  public static final ConfigOption<String> PARENT =
      ConfigOptions.key("parent")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "The field, one of `fields`, whose value names the record's parent. Records of one parent are never in two"
                  + " calls at a time: Salesforce locks the parent for each of them. Default: none.");

  public static final ConfigOption<Map<String, String>> ASSOCIATE =
      ConfigOptions.key("associate")
          .mapType()
          .noDefaultValue()
          .withDescription(
              "HubSpot: which record of another mapped object is associated with the record: {to: companies, by: company_id},"
                  + " or a list of such. What `by`, an expression as in `fields`, gives is the value of the id of that"
                  + " object's mapping; null is none. See docs/hubspot.md. Default: none.");

  public static final ConfigOption<String> ON_DELETE =
      ConfigOptions.key("on-delete")
          .stringType()
          .defaultValue("archive")
          .withDescription(
              "What a deleted row does to its record: archive (the CRM's delete), ignore, or set: {field: value} to write these values.");

  private MappingOptions() {}
}

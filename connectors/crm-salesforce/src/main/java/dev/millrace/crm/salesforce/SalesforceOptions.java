package dev.millrace.crm.salesforce;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code sink} that only Salesforce has. */
public final class SalesforceOptions {

  public static final ConfigOption<String> API_VERSION =
      ConfigOptions.key("api-version")
          .stringType()
          .defaultValue("62.0")
          .withDescription("Version of Salesforce's REST API; 46.0 or later.");

  public static final ConfigOption<Boolean> CASE_SENSITIVE_ID =
      ConfigOptions.key("case-sensitive-id")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether the mappings' id fields tell ids apart by their case, as they were made in Salesforce. Ids that"
                  + " Salesforce takes for one record must not be sent at the same time; 'check' says when this is wrong.");

  public static final ConfigOption<Boolean> BULK =
      ConfigOptions.key("bulk.enabled")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether rows that the snapshot reads go through Bulk API 2.0, which costs few of the day's calls. Changes"
                  + " from the log never do.");

  public static final ConfigOption<Integer> BULK_THRESHOLD =
      ConfigOptions.key("bulk.threshold")
          .intType()
          .defaultValue(2_000)
          .withDescription(
              "Rows of a snapshot that have to wait before a bulk job is made for them; fewer go by ordinary calls,"
                  + " which are done sooner.");

  static final Set<ConfigOption<?>> ALL =
      Set.of(API_VERSION, CASE_SENSITIVE_ID, BULK, BULK_THRESHOLD);

  private SalesforceOptions() {}
}

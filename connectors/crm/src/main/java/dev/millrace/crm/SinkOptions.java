package dev.millrace.crm;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code sink} that every CRM has. */
public final class SinkOptions {

  public static final ConfigOption<String> TYPE =
      ConfigOptions.key("type")
          .stringType()
          .noDefaultValue()
          .withDescription("The CRM: hubspot, salesforce, or http for any other.");

  public static final ConfigOption<String> BASE_URL =
      ConfigOptions.key("base-url")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Scheme, host and port of the CRM's API. Default: the CRM's own where there is one for all customers.");

  public static final ConfigOption<String> TOKEN =
      ConfigOptions.key("token")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Bearer token, as a secret reference: ${env:NAME} or ${file:PATH}. Read on the task, never stored. Needed"
                  + " unless auth.type says to log in otherwise.");

  public static final ConfigOption<Duration> REQUEST_TIMEOUT =
      ConfigOptions.key("request-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(60))
          .withDescription(
              "How long the CRM may be silent before a request is given up and repeated; a whole request may take ten"
                  + " times as long. The CRM may have written it.");

  private SinkOptions() {}
}

package dev.millrace.crm;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Makes the connector of one CRM; found by {@link java.util.ServiceLoader}. */
public interface CrmConnectorFactory {

  /** The word of {@code sink.type}. */
  String type();

  /**
   * Options of {@code sink} that this CRM adds to {@link SinkOptions}; keys without the {@code
   * sink.} in front.
   */
  Set<ConfigOption<?>> options();

  /**
   * Scheme, host and port of the API where {@link SinkOptions#BASE_URL} is not set; empty for a CRM
   * that has no address common to all customers.
   */
  default String defaultBaseUrl() {
    return "";
  }

  /**
   * Path of the CRM's OAuth endpoint for tokens under its base URL; empty for a CRM that has none
   * there.
   */
  default String tokenPath() {
    return "";
  }

  /**
   * Whether the CRM's records are associated with each other otherwise than by a field's value, so
   * that a {@link RecordType} may have associations.
   */
  default boolean associates() {
    return false;
  }

  /**
   * Makes the connector from the {@code sink} section (keys without {@code sink.}). Asks nobody and
   * starts nothing.
   */
  CrmConnector create(ReadableConfig sink);
}

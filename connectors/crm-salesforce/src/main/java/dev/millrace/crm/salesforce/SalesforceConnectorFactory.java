package dev.millrace.crm.salesforce;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectorFactory;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Makes the connector for {@code sink.type: salesforce}. */
public final class SalesforceConnectorFactory implements CrmConnectorFactory {

  @Override
  public String type() {
    return "salesforce";
  }

  @Override
  public Set<ConfigOption<?>> options() {
    return SalesforceOptions.ALL;
  }

  @Override
  public String tokenPath() {
    return "/services/oauth2/token";
  }

  /**
   * @throws IllegalArgumentException when {@code api-version} is none
   */
  @Override
  public CrmConnector create(ReadableConfig sink) {
    return new SalesforceConnector(sink);
  }
}

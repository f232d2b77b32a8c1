package dev.millrace.crm.hubspot;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectorFactory;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Makes the connector for {@code sink.type: hubspot}. */
public final class HubSpotConnectorFactory implements CrmConnectorFactory {

  @Override
  public String type() {
    return "hubspot";
  }

  @Override
  public Set<ConfigOption<?>> options() {
    return HubSpotOptions.ALL;
  }

  @Override
  public String defaultBaseUrl() {
    return "https://api.hubapi.com";
  }

  @Override
  public String tokenPath() {
    return "/oauth/v1/token";
  }

  @Override
  public boolean associates() {
    return true;
  }

  /**
   * @throws IllegalArgumentException when {@code api-path} is not a path with a segment {@code
   *     objects}
   */
  @Override
  public CrmConnector create(ReadableConfig sink) {
    HubSpotPlan plan = sink.get(HubSpotOptions.PLAN);
    return new HubSpotConnector(
        new ApiPath(sink.get(HubSpotOptions.API_PATH)), plan == null ? List.of() : plan.limits());
  }
}

package dev.millrace.crm.hubspot;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code sink} that only HubSpot has. */
public final class HubSpotOptions {

  public static final ConfigOption<String> API_PATH =
      ConfigOptions.key("api-path")
          .stringType()
          .defaultValue("/crm/v3/objects")
          .withDescription(
              "Path of HubSpot's object API, up to the object's name. A dated version of the API is "
                  + "/crm/objects/2026-03; the property API is found beside it.");

  static final Set<ConfigOption<?>> ALL = Set.of(API_PATH);

  private HubSpotOptions() {}
}

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
                  + "/crm/objects/2026-03; the APIs of properties and associations are found beside it.");

  public static final ConfigOption<HubSpotPlan> PLAN =
      ConfigOptions.key("plan")
          .enumType(HubSpotPlan.class)
          .noDefaultValue()
          .withDescription(
              "What the limits of calls are taken to be until HubSpot's answers tell them, which each does: those of a"
                  + " private app by subscription, or of a public app (oauth). Default: as the answers tell.");

  static final Set<ConfigOption<?>> ALL = Set.of(API_PATH, PLAN);

  private HubSpotOptions() {}
}

package dev.millrace.job.config;

import dev.millrace.cdc.SourceOptions;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.operator.DeadLetterOptions;
import dev.millrace.crm.operator.DeliveryOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;

/** Every option there is, by section. */
public final class Options {

  static final Set<String> MYSQL_ONLY =
      Set.of(SourceOptions.SERVER_ID.key(), SourceOptions.SERVER_TIME_ZONE.key());
  static final Set<String> POSTGRES_ONLY =
      Set.of(
          SourceOptions.DATABASE.key(),
          SourceOptions.SLOT_NAME.key(),
          SourceOptions.PUBLICATION_NAME.key());

  private static final OptionSet SOURCE =
      OptionSet.of(SourceOptions.class).and(List.of(SourceConfig.NAME));
  private static final OptionSet SINK =
      OptionSet.of(SinkOptions.class).and(OptionSet.of(AuthOptions.class).options());
  private static final OptionSet MAPPING = OptionSet.of(MappingOptions.class);
  private static final OptionSet DELIVERY = OptionSet.of(DeliveryOptions.class);
  private static final OptionSet DEAD_LETTERS = OptionSet.of(DeadLetterOptions.class);
  private static final OptionSet PIPELINE = OptionSet.of(PipelineOptions.class);

  private Options() {}

  public static OptionSet source() {
    return SOURCE;
  }

  /** The options that every CRM has. */
  public static OptionSet sink() {
    return SINK;
  }

  /** The options that a CRM adds to those of {@link #sink}, by the CRM's type. */
  public static Map<String, OptionSet> crms() {
    Map<String, OptionSet> crms = new TreeMap<>();
    for (String type : CrmConnectors.types()) {
      List<ConfigOption<?>> options = new ArrayList<>(CrmConnectors.factory(type).options());
      options.sort(Comparator.comparing(ConfigOption::key));
      crms.put(type, OptionSet.of(options));
    }
    return crms;
  }

  public static OptionSet mapping() {
    return MAPPING;
  }

  public static OptionSet delivery() {
    return DELIVERY;
  }

  public static OptionSet deadLetters() {
    return DEAD_LETTERS;
  }

  public static OptionSet pipeline() {
    return PIPELINE;
  }
}

package dev.millrace.crm.rest;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectorFactory;
import java.time.Clock;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Makes the connector for {@code sink.type: http}. */
public final class RestConnectorFactory implements CrmConnectorFactory {

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Set<ConfigOption<?>> options() {
    return RestOptions.ALL;
  }

  /** Faults of the section are told by {@link CrmConnector#check}, all at once. */
  @Override
  public CrmConnector create(ReadableConfig sink) {
    return new RestConnector(sink, Clock.systemUTC());
  }
}

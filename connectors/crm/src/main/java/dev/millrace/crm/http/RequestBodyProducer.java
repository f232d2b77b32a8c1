package dev.millrace.crm.http;

import dev.millrace.crm.RequestBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/** Sends a {@link RequestBody} from its own array. */
final class RequestBodyProducer implements AsyncEntityProducer {

  private final RequestBody body;
  private ByteBuffer left;

  RequestBodyProducer(RequestBody body) {
    this.body = body;
    releaseResources();
  }

  @Override
  public int available() {
    return left.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    if (left.hasRemaining()) {
      channel.write(left);
    }
    if (!left.hasRemaining()) {
      channel.endStream();
    }
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  /** Called by the client when it is through, and before it sends once more. */
  @Override
  public void releaseResources() {
    left = ByteBuffer.wrap(body.array(), 0, body.length());
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  /** None: the request's headers say it. */
  @Override
  public String getContentType() {
    return null;
  }

  @Override
  public String getContentEncoding() {
    return null;
  }

  @Override
  public boolean isChunked() {
    return false;
  }

  @Override
  public Set<String> getTrailerNames() {
    return Set.of();
  }

  @Override
  public void failed(Exception cause) {
    releaseResources();
  }
}

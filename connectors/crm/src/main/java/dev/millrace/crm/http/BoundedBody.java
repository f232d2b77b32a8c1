package dev.millrace.crm.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.entity.AbstractBinAsyncEntityConsumer;
import org.apache.hc.core5.util.ByteArrayBuffer;

/** An answer's body, unpacked, as long as it is not too large for the memory of a task. */
final class BoundedBody extends AbstractBinAsyncEntityConsumer<byte[]> {

  /**
   * Twice and more what any answer that a connector asks for may have: the largest are the results
   * of a Salesforce bulk job, which repeat its 20 MB.
   */
  static final int MAX_BYTES = 64 << 20;

  private final ByteArrayBuffer bytes = new ByteArrayBuffer(1024);

  @Override
  protected void streamStart(ContentType contentType) {}

  @Override
  protected int capacityIncrement() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected void data(ByteBuffer part, boolean endOfStream) throws IOException {
    if (bytes.length() + part.remaining() > MAX_BYTES) {
      throw new IOException(
          "the answer is larger than " + (MAX_BYTES >> 20) + " MB, and so confirms nothing");
    }
    byte[] read = new byte[part.remaining()];
    part.get(read);
    bytes.append(read, 0, read.length);
  }

  @Override
  protected byte[] generateContent() {
    return bytes.toByteArray();
  }

  @Override
  public void releaseResources() {
    bytes.clear();
  }
}

package dev.millrace.crm;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * A request's bytes: written once by a connector, sent from the same array. Not thread safe; let go
 * of it once sent.
 */
public final class RequestBody extends OutputStream {

  private byte[] bytes;
  private int length;

  public RequestBody(int expectedBytes) {
    bytes = new byte[Math.max(64, expectedBytes)];
  }

  @Override
  public void write(int b) {
    ensure(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    ensure(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }

  /** The array itself; valid up to {@link #length}. */
  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }
}

package dev.millrace.cdc.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that are closed as soon as a write to them has failed, by which the driver's
 * connection is closed too, and whoever uses it next makes a new one.
 *
 * <p>The driver (42.7) leaves its connection open then, which no reader of the WAL survives whose
 * connection is cut while it begins: Debezium 1.9 asks for the log on it a second time, and the
 * driver waits for the first time to end, for ever and without a word ({@code
 * QueryExecutorImpl.waitOnLock}). Made by the driver, from its property {@code socketFactory}.
 */
public final class FailingSocketFactory extends SocketFactory {

  @Override
  public Socket createSocket() {
    return new FailingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  private static Socket connected(InetSocketAddress server, InetSocketAddress local)
      throws IOException {
    Socket socket = new FailingSocket();
    try {
      socket.bind(local);
      socket.connect(server);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static final class FailingSocket extends Socket {

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new ClosingStream(this, super.getOutputStream());
    }
  }

  private static final class ClosingStream extends OutputStream {

    private final Socket socket;
    private final OutputStream out;

    ClosingStream(Socket socket, OutputStream out) {
      this.socket = socket;
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}

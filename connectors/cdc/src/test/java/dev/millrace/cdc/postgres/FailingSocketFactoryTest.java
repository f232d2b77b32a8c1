package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailingSocketFactoryTest {

  @Test
  @Timeout(60)
  void aSocketIsClosedOnceAWriteHasFailedAndNotBefore() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new FailingSocketFactory().createSocket()) {
      client.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
      Socket accepted = server.accept();
      client.getOutputStream().write(7);
      assertThat(accepted.getInputStream().read()).isEqualTo(7);
      assertThat(client.isClosed()).isFalse();

      accepted.setSoLinger(true, 0);
      accepted.close();
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.getOutputStream().write(new byte[1000]);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(client.isClosed()).isTrue();
    }
  }
}

package dev.millrace.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.http.LocalDelivery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final RecordType TYPE = new RecordType("contacts", "code", List.of("code"));

  @Test
  void goesOnToTheLastLetterHoweverManyAreRefusedAgain() throws Exception {
    HttpServer crm =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    crm.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(400, -1);
          exchange.close();
        });
    crm.start();
    Configuration sink =
        Configuration.fromMap(
            Map.of(
                "type", "http",
                "base-url", "http://localhost:" + crm.getAddress().getPort(),
                "auth.type", "none",
                "upsert.url", "/contacts/{id}",
                "delete.method", "none"));
    List<CrmRecord> records =
        IntStream.range(0, 150)
            .mapToObj(i -> "r" + i)
            .map(id -> CrmRecord.upsert(TYPE, id, new Object[] {id}, ReplayedRecordTest.row(id)))
            .toList();

    try (LocalDelivery delivery = new LocalDelivery(sink, Replay.settings(new Configuration()))) {
      assertThat(delivery.deliver(records)).hasSize(150);
    } finally {
      crm.stop(0);
    }
  }
}

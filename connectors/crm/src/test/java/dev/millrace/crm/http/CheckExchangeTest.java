package dev.millrace.crm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.LoginRefusedException;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.auth.AuthType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request and its answer, with the login that a configuration names. */
class CheckExchangeTest {

  @TempDir Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Configuration sink = new Configuration();
  private HttpServer server;
  private String host;
  private int tokenStatus = 200;
  private String tokenAnswer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    host = "http://localhost:" + server.getAddress().getPort();
    sink.set(SinkOptions.TYPE, "line");
    sink.set(SinkOptions.BASE_URL, host + "/configured");
    tokenAnswer = "{\"access_token\": \"T\", \"instance_url\": \"" + host + "/instance\"}";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsTheBearerTokenToTheBaseUrl() throws IOException {
    sink.set(SinkOptions.TOKEN, secret("pat-1\n"));

    assertThat(ask().status()).isEqualTo(204);
    assertThat(requests).containsExactly("GET /configured/limits Bearer pat-1 ");
  }

  @Test
  void logsInOnceAndSendsToWhereTheCrmSays() throws IOException {
    logIn();
    try (CheckExchange exchange = CheckExchange.open(sink)) {
      assertThat(exchange.send(CrmRequest.get("/one")).status()).isEqualTo(204);
      assertThat(exchange.send(CrmRequest.get("/two")).status()).isEqualTo(204);
    }

    assertThat(requests)
        .containsExactly(
            "POST /token null grant_type=client_credentials&client_id=app&client_secret=hush",
            "GET /instance/one Bearer T ",
            "GET /instance/two Bearer T ");
  }

  @Test
  void aLoginThatIsRefusedIsToldWithWhatMendsIt() throws IOException {
    logIn();
    tokenStatus = 400;
    tokenAnswer =
        "{\"error\":\"invalid_grant\",\"error_description\":\"no client credentials user enabled\"}";

    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            LoginRefusedException.class,
            refused -> assertThat(refused.fault().mend()).contains("Run As"));
  }

  @Test
  void anEndpointThatDoesNotAnswerIsAFailureOfTheMoment() throws IOException {
    logIn();
    tokenStatus = 503;
    tokenAnswer = "<html>";

    assertThatThrownBy(this::ask)
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("gives no token: HTTP 503");
  }

  @Test
  void anAddressFromTheCrmThatIsNoneIsAFailureAndNotASilence() throws IOException {
    logIn();
    tokenAnswer = "{\"access_token\": \"T\", \"instance_url\": \"nowhere\"}";

    assertThatThrownBy(this::ask).hasMessageContaining("'nowhere' is not of the form");
  }

  @Test
  void aMissingTokenIsNamed() {
    assertThatThrownBy(() -> CheckExchange.open(sink)).hasMessage("sink.token is not set");
  }

  private void logIn() throws IOException {
    sink.set(AuthOptions.TYPE, AuthType.CLIENT_CREDENTIALS);
    sink.set(AuthOptions.ENDPOINT, host + "/token");
    sink.set(AuthOptions.CLIENT_ID, "app");
    sink.set(AuthOptions.CLIENT_SECRET, secret("hush"));
  }

  private CrmResponse ask() throws IOException {
    try (CheckExchange exchange = CheckExchange.open(sink)) {
      return exchange.send(CrmRequest.get("/limits"));
    }
  }

  private String secret(String text) throws IOException {
    return "${file:" + Files.writeString(folder.resolve("secret"), text) + "}";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            path,
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    if (path.equals("/token")) {
      byte[] body = tokenAnswer.getBytes(UTF_8);
      exchange.sendResponseHeaders(tokenStatus, body.length);
      exchange.getResponseBody().write(body);
    } else {
      exchange.sendResponseHeaders(204, -1);
    }
    exchange.close();
  }
}

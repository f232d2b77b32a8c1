package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Against a server that answers as Secrets Manager does. */
class SecretsManagerStoreTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> secrets = new HashMap<>();
  private HttpServer server;
  private SecretsManagerStore store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
    store =
        new SecretsManagerStore(
            () ->
                SecretsManagerClient.builder()
                    .endpointOverride(endpoint)
                    .region(Region.EU_CENTRAL_1)
                    .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                    .httpClient(UrlConnectionHttpClient.create())
                    .build());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aTextIsTheSecret() throws IOException {
    secrets.put("shop/token", "pat-1");

    assertThat(store.read("shop/token")).isEqualTo("pat-1");
  }

  @Test
  void aValueOfAnObjectIsTheSecret() throws IOException {
    secrets.put("shop/database", "{\"username\": \"u\", \"password\": \"geheim\"}");

    assertThat(store.read("shop/database#password")).isEqualTo("geheim");
    assertThat(store.read("shop/database#pasword")).isNull();
  }

  @Test
  void whatIsNotThereIsNull() throws IOException {
    assertThat(store.read("shop/nothing")).isNull();
  }

  @Test
  void aTextThatIsNoObjectIsNotRepeated() {
    secrets.put("shop/token", "pat-1");

    assertThatThrownBy(() -> store.read("shop/token#password"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'password'")
        .hasMessageNotContaining("pat-1")
        .hasNoCause();
  }

  @Test
  void aRefusalTellsWhatTheServiceSaid() {
    secrets.put("shop/token", null);

    assertThatThrownBy(() -> store.read("shop/token"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not authorized");
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String name = request.get("SecretId").asText();
    String secret = secrets.get(name);
    boolean refused = secrets.containsKey(name) && secret == null;
    byte[] body =
        JSON.writeValueAsBytes(
            secret != null
                ? Map.of("Name", name, "SecretString", secret)
                : refused
                    ? Map.of("__type", "AccessDeniedException", "message", "is not authorized")
                    : Map.of("__type", "ResourceNotFoundException", "message", "no such secret"));
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(secret != null ? 200 : 400, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

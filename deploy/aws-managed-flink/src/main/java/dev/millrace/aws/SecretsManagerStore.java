package dev.millrace.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.secret.SecretStore;
import java.io.IOException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * AWS Secrets Manager: {@code ${aws-secret:shop/database}} is a secret's text, {@code
 * ${aws-secret:shop/database#password}} a value of a secret that is a JSON object, as those of
 * databases are. Instead of the name its ARN can be given. Region and right to read come from the
 * SDK's default chains; on managed Flink those are the application's.
 */
public final class SecretsManagerStore implements SecretStore {

  private final Supplier<SecretsManagerClient> clients;

  public SecretsManagerStore() {
    this(() -> SecretsManagerClient.builder().httpClient(UrlConnectionHttpClient.create()).build());
  }

  SecretsManagerStore(Supplier<SecretsManagerClient> clients) {
    this.clients = clients;
  }

  @Override
  public String kind() {
    return "aws-secret";
  }

  @Override
  public String read(String place) throws IOException {
    int hash = place.indexOf('#');
    String name = hash < 0 ? place : place.substring(0, hash);
    String text;
    try (SecretsManagerClient client = clients.get()) {
      text = client.getSecretValue(request -> request.secretId(name)).secretString();
    } catch (ResourceNotFoundException e) {
      return null;
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
    return hash < 0 || text == null ? text : value(text, place.substring(hash + 1));
  }

  private static String value(String json, String key) throws IOException {
    JsonNode secret;
    try {
      secret = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      // Without its cause, whose message has a part of the text.
      throw new IOException("the secret is no JSON object that could have a '" + key + "'");
    }
    JsonNode value = secret.get(key);
    return value == null || value.isNull() ? null : value.asText();
  }

  @Override
  public String mend(String place) {
    return "make the secret in this region, and allow secretsmanager:GetSecretValue on it"
        + " to the application's role";
  }
}

package dev.millrace.crm.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.check.Fault;
import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.LoginRefusedException;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.auth.AuthOptions;
import dev.millrace.crm.auth.AuthType;
import dev.millrace.crm.http.CheckExchange;
import dev.millrace.simulator.Crm;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.OAuthApp;
import dev.millrace.simulator.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logging in and checking, over HTTP, against the stand-in of Salesforce. */
class CheckAgainstSimulatorTest {

  private static final RecordType CONTACT =
      new RecordType("Contact", "Ext_Id__c", List.of("LastName", "Account.Ext_Id__c"));

  @TempDir Path folder;
  private final Configuration sink = new Configuration();
  private CrmSimulator crm;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    Property key = Property.string("Ext_Id__c").asExternalId().asUnique();
    crm =
        CrmSimulator.builder()
            .crm(Crm.SALESFORCE)
            .oauthApp(new OAuthApp("app", "hush", "again").withPublicKey(keys.getPublic()))
            .define("Account", key)
            .define("Contact", key)
            .start();
    sink.set(SinkOptions.TYPE, "salesforce");
    sink.set(SinkOptions.BASE_URL, crm.baseUrl());
    sink.set(SinkOptions.TOKEN, secret("token", CrmSimulator.DEFAULT_TOKEN));
    sink.set(AuthOptions.CLIENT_ID, "app");
    sink.set(AuthOptions.CLIENT_SECRET, secret("client-secret", "hush"));
    sink.set(AuthOptions.REFRESH_TOKEN, secret("refresh-token", "again"));
    sink.set(AuthOptions.USERNAME, "integration@example.org");
    sink.set(
        AuthOptions.PRIVATE_KEY,
        secret(
            "key",
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n"));
  }

  @AfterEach
  void stop() {
    crm.close();
  }

  @ParameterizedTest
  // Salesforce knows neither of these two.
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BASIC"})
  void whatIsRightHasNoFaultWhicheverTheLogin(AuthType type) throws IOException {
    sink.set(AuthOptions.TYPE, type);

    assertThat(check(CONTACT)).isEmpty();
    assertThat(crm.stats().tokensIssued()).isEqualTo(type == AuthType.TOKEN ? 0 : 1);
  }

  @Test
  void aLoginThatIsRefusedIsToldWithWhatMendsIt() throws IOException {
    sink.set(AuthOptions.TYPE, AuthType.JWT_BEARER);
    sink.set(AuthOptions.USERNAME, "nobody@example.org");

    assertThatThrownBy(() -> check(CONTACT))
        .isInstanceOf(LoginRefusedException.class)
        .hasMessageContaining(crm.baseUrl() + "/services/oauth2/token gives no token: HTTP 400")
        .hasMessageContaining("mend: ");
  }

  @Test
  void aTokenThatIsRefusedIsTold() throws IOException {
    sink.set(SinkOptions.TOKEN, secret("token", "of-yesterday"));

    assertThat(check(CONTACT))
        .singleElement()
        .asString()
        .startsWith("sink.auth: Salesforce does not accept the login [INVALID_SESSION_ID]");
  }

  @Test
  void everyFaultIsTold() throws IOException {
    RecordType wrong =
        new RecordType("Contact", "Ext_Id__c", List.of("LastNme", "Acount.Ext_Id__c", "LastName"));
    assertThat(check(wrong, new RecordType("Contcat", "Ext_Id__c", List.of())))
        .extracting(fault -> fault.substring(0, fault.indexOf(';')))
        .containsExactly(
            "salesforce Contact: there is no field 'LastNme', or the user may not see it",
            "salesforce Contact: there is no relationship 'Acount' in 'Acount.Ext_Id__c'",
            "salesforce Contcat: there is no such object, or the user may not see it");
  }

  private List<String> check(RecordType... types) throws IOException {
    try (CheckExchange exchange = CheckExchange.open(sink)) {
      return CrmConnectors.create(sink).check(List.of(types), exchange).stream()
          .map(Fault::toString)
          .toList();
    }
  }

  private String secret(String name, String text) throws IOException {
    return "${file:" + Files.writeString(folder.resolve(name), text) + "}";
  }
}

package dev.millrace.simulator.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.simulator.Await;
import dev.millrace.simulator.Client;
import dev.millrace.simulator.Faults;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.SimulatedFault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points 8 and 12 of the contract's Salesforce mode. */
class LimitsAndFaultsTest extends SalesforceFixture {

  private static Map<String, Object> error(String code, String message) {
    return Map.of("errorCode", code, "message", message);
  }

  @Test
  void eachAnswerTellsOfTheDaysCallsAndTheCapRefuses() {
    restart(builder -> builder.limits(Limits.daily(2)));
    assertThat(contacts(contact("A1")).header("Sforce-Limit-Info")).isEqualTo("api-usage=1/2");
    clock.advance(Duration.ofHours(12));
    assertThat(client.get(BASE + "/limits").body())
        .isEqualTo(Map.of("DailyApiRequests", Map.of("Max", 2L, "Remaining", 0L)));
    Client.Reply refused = contacts(contact("A2"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.elements())
        .containsExactly(error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
    assertThat(refused.header("Retry-After")).isNull();
    assertThat(crm.stats().violations().callsAboveLimit()).isEqualTo(1);
    clock.advance(Duration.ofHours(12).plusMinutes(1));
    Client.Reply freed = contacts(contact("A2"));
    assertThat(freed.status()).isEqualTo(200);
    assertThat(freed.header("Sforce-Limit-Info")).isEqualTo("api-usage=2/2");
  }

  @Test
  void callsThatRunForLongAreLimitedAndShortOnesAreNot() {
    restart(builder -> builder.limits(new Limits(0, 10_000, 0, 0, 2, 0)));
    Faults.Injection hold = crm.faults().inject(SimulatedFault.held().times(3));
    List<CompletableFuture<Client.Reply>> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(client.later("PATCH", CONTACTS, records(false, contact("A" + i))));
    }
    Await.until(() -> hold.hits() == 3);
    assertThat(contacts(contact("B")).status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(20));
    Client.Reply refused = contacts(contact("C"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.elements())
        .containsExactly(
            error(
                "REQUEST_LIMIT_EXCEEDED",
                "ConcurrentRequests (Concurrent API Requests) Limit exceeded."));
    hold.remove();
    held.forEach(CompletableFuture::join);
    assertThat(contacts(contact("C")).status()).isEqualTo(200);
  }

  @Test
  void unavailableIsAListOrABareObject() {
    crm.faults().inject(SimulatedFault.status(503).times(1));
    crm.faults().inject(SimulatedFault.status(503).withPolicy("OBJECT").times(1));
    Map<String, Object> error = error("SERVER_UNAVAILABLE", "server busy, please try again later");
    assertThat(contacts(contact("A1")).elements()).containsExactly(error);
    Client.Reply bare = contacts(contact("A1"));
    assertThat(bare.status()).isEqualTo(503);
    assertThat(bare.body()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504})
  void aGatewayAnswersHtml(int status) {
    crm.faults().inject(SimulatedFault.status(status).times(1));
    Client.Reply reply = contacts(contact("A1"));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("text/html");
    assertThat(reply.http().body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void aFaultMayNameTheCode() {
    crm.faults().inject(SimulatedFault.status(400).withPolicy("QUERY_TIMEOUT").times(1));
    assertThat(contacts(contact("A1")).elements())
        .containsExactly(error("QUERY_TIMEOUT", "Your query request was running for too long."));
  }

  @Test
  void aConnectionCutAfterTheCommitLeavesTheRecordsWritten() {
    crm.faults().inject(SimulatedFault.cut().afterCommitting().onObject("Contact").times(1));
    assertThatThrownBy(() -> contacts(contact("A1"))).isInstanceOf(UncheckedIOException.class);
    assertThat(crm.records("Contact", "Ext_Id__c")).containsOnlyKeys("A1");
    assertThat(contacts(contact("A1")).elements().get(0)).containsEntry("created", false);
  }

  @Test
  void aSilentAnswerHasNoResults() {
    crm.faults().inject(SimulatedFault.silent().times(1));
    assertThat(contacts(contact("A1")).elements()).isEmpty();
    assertThat(crm.count("Contact")).isZero();
  }
}

package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.LiveState.Phase;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The live page in a headless Chromium, fed with states; skipped where no Chromium is installed.
 */
class LivePageIT {

  private static final String LETTER =
      """
      {"crm":"hubspot","object":"contacts","idField":"ext_id","externalId":"7","table":"shop.customers",
       "key":{"id":"7"},"position":"0/16B3748","operation":"UPDATE","errorClass":"REFUSED",
       "code":"INVALID_EMAIL","message":"Email address no-address-7 is invalid","attempts":1,
       "firstSent":"2026-11-22T03:00:00Z","refused":"2026-11-22T03:00:00Z"}
      """;

  /** Any port that is free: a runner on this machine may have the usual one. */
  private static final int FIRST_PORT = 8240;

  private static Chromium browser;

  private final DeadLetterBox deadLetters = new DeadLetterBox();
  private LivePage page = new LivePage(deadLetters, FIRST_PORT);

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Chromium.installed().isPresent(),
        "No Chromium on PATH: the live page is not tried in a browser. Install the package chromium.");
    browser = Chromium.start(Chromium.installed().get());
  }

  @AfterAll
  static void end() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    browser.resize(1280, 1100, false);
    browser.prefer(Map.of("prefers-color-scheme", "light"));
    browser.open(page.url());
    browser.evaluate("localStorage.clear()");
    browser.open(page.url() + "/?again");
    browser.await("document.getElementById('phase').dataset.phase === 'CONNECTING'");
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void numbersOfEveryStageAreShownWithTheirUnits() throws Exception {
    showAll();

    assertThat(browser.text("phase")).isEqualTo("live");
    assertThat(browser.text("source")).isEqualTo("embedded Postgres");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('.stages li')].map(li => li.innerText.replace(/\\s+/g, ' '))"))
        .map(JsonNode::asText)
        .containsExactly(
            "Database 5,001 rows/s 123,456 committed",
            "Source 4,990 changes/s from the log",
            "Map 4,800 records/s 190/s left out",
            "Deliver 312 calls/s 16.1 records per call",
            "CRM 4,790 records/s 120,000 accepted");
    assertThat(browser.text("waiting")).isEqualTo("12");
    assertThat(browser.text("in-flight")).isEqualTo("112");
    assertThat(browser.text("concurrency-text")).isEqualTo("7 of 24");
    assertThat(browser.text("burst-text")).isEqualTo("95 of 190");
    assertThat(browser.evaluate("document.getElementById('burst').ariaValueNow").asText())
        .isEqualTo("50");
    assertThat(browser.text("daily-text")).isEqualTo("no limit");
    assertThat(browser.text("snapshot-text")).isEqualTo("22,000 rows, then the log");
  }

  @Test
  void aValueIsATextWhateverItHolds() throws Exception {
    String markup = "<img src=x onerror=alert(1)>";
    deadLetters.add(LETTER.replace("Email address", markup));

    page.show(
        States.withLetters(
            States.of(Phase.LIVE, 1, States.accepted(5, markup)), deadLetters.state()));

    browser.await("document.getElementById('changes').innerText.includes('<img src=x')");
    browser.await("document.getElementById('letters').innerText.includes('<img src=x')");
    assertThat(browser.evaluate("document.images.length").asInt()).isZero();
  }

  @Test
  void theSnapshotsProgressIsShown() throws Exception {
    page.show(States.of(Phase.SNAPSHOT, 1));

    browser.await("document.getElementById('phase').dataset.phase === 'SNAPSHOT'");
    assertThat(browser.text("snapshot-share")).isEqualTo("50 %");
    assertThat(browser.evaluate("document.getElementById('snapshot').ariaValueNow").asText())
        .isEqualTo("50");
    assertThat(browser.text("snapshot-text")).isEqualTo("11,000 of 22,000 rows, 4,790 a second");
  }

  @ParameterizedTest
  @CsvSource({
    "latency,blue",
    "latency,amber",
    "latency,red",
    "throughput,grey",
    "throughput,green"
  })
  void chartsDrawTheirLines(String chart, String color) throws Exception {
    showAll();

    assertThat(pixels(chart, color)).isGreaterThan(100);
  }

  @Test
  void chartsHaveTheirPastAgainAfterALoad() throws Exception {
    showAll();
    browser.open(page.url() + "/?loaded");
    browser.await("document.getElementById('phase').dataset.phase === 'LIVE'");

    assertThat(pixels("latency", "blue")).isGreaterThan(100);
  }

  @Test
  void aChartIsReadByKeys() throws Exception {
    showAll();
    browser.evaluate("document.getElementById('latency').focus()");

    assertThat(browser.text("latency-key")).contains("p50 40.0", "p95 50.0", "p99 60.0", "now");
    browser.press("ArrowLeft");
    assertThat(browser.text("latency-key")).contains("p50 40.0").doesNotContain("now");
    browser.press("ArrowLeft");
    assertThat(browser.text("latency-key")).contains("p50 39.0", "p95 49.0", "p99 59.0");
    assertThat(browser.evaluate("document.getElementById('announcement').textContent").asText())
        .contains("p50 39.0 ms, p95 49.0 ms, p99 59.0 ms");
    browser.press("Escape");
    assertThat(browser.text("latency-key")).contains("p50 40.0", "now");
  }

  @Test
  void changesAreListedAndOneIsShownBeforeAndAfter() throws Exception {
    showAll();

    assertThat(rows("changes"))
        .containsExactly(
            "contacts 43|updated|–|in flight|9.0 ms",
            "contacts 42|updated|credit, attributes|accepted|24.5 ms",
            "companies 9|deleted|–|waiting|3.0 ms",
            "contacts 7|updated|–|refused|31.0 ms",
            "contacts 5|updated|–|left out|800 ms");

    browser.evaluate("document.querySelectorAll('#changes button')[1].focus()");
    browser.press("Enter");
    browser.await("document.getElementById('detail-title').innerText.startsWith('contacts 42')");
    assertThat(rows("fields"))
        .containsExactly("ext_id|42|42", "credit|1.00|2.00", "attributes|–|" + States.LONG);
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('#fields .changed th')].map(th => th.innerText)"))
        .map(JsonNode::asText)
        .containsExactly("credit", "attributes");
    assertThat(rows("row")).containsExactly("id|42", "credit|2.00");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('#track li')].map(li => li.innerText.replace(/\\s+/g, ' '))"))
        .map(JsonNode::asText)
        .satisfiesExactly(
            step -> assertThat(step).startsWith("committed "),
            step -> assertThat(step).isEqualTo("waiting 3.5 ms"),
            step -> assertThat(step).isEqualTo("in flight 21.0 ms"),
            step -> assertThat(step).isEqualTo("accepted 24.5 ms in all"));
  }

  @Test
  void aPausedListStaysAndGoesOn() throws Exception {
    showAll();
    press("#pause");
    page.show(States.of(Phase.LIVE, 41, States.accepted(99, "1000")));
    browser.await("document.getElementById('pause').innerText === 'Paused'");
    browser.await("document.getElementById('committed').innerText === '123,457'");
    assertThat(rows("changes").get(1)).startsWith("contacts 42|");

    press("#pause");
    browser.evaluate("document.activeElement.blur()");
    page.show(States.of(Phase.LIVE, 42, States.accepted(99, "1000")));
    browser.await("document.querySelector('#changes button').innerText === 'contacts 1000'");
  }

  @Test
  void aDeadLetterThatTheJobPostsIsShownWithItsReason() throws Exception {
    assertThat(post(page.token(), LETTER)).isEqualTo(200);
    showAll();

    assertThat(browser.text("letters-count")).isEqualTo("1");
    assertThat(rows("letters").get(0))
        .endsWith("|contacts 7|INVALID_EMAIL: Email address no-address-7 is invalid|not accepted");

    assertThat(post(page.token(), LETTER.replace("\"refused\"", "\"delivered\""))).isEqualTo(200);
    page.show(States.withLetters(States.of(Phase.LIVE, 41), deadLetters.state()));
    browser.await(
        "document.querySelector('#letters td:last-child').innerText === 'accepted since'");
  }

  @Test
  void onlyTheJobPostsDeadLetters() throws Exception {
    assertThat(post("another", LETTER)).isEqualTo(401);
    assertThat(deadLetters.state().count()).isZero();
  }

  @Test
  void thePageIsForThisMachineAndKeptNowhere() throws Exception {
    HttpResponse<String> answer = get(page.url() + "/");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'");

    // What a site of another name can make a browser do, by giving its name this address.
    assertThat(statusForHost("another.example")).isEqualTo("HTTP/1.1 403 Forbidden");
    assertThat(statusForHost("127.0.0.1:1234")).isEqualTo("HTTP/1.1 200 OK");

    showAll();
    assertThat(
            browser.evaluate(
                "performance.getEntriesByType('resource').map(entry => new URL(entry.name).origin)"))
        .map(JsonNode::asText)
        .isNotEmpty()
        .containsOnly(page.url());
  }

  @Test
  void darkAndLightFollowTheSystemUntilOneIsChosenWhichIsRemembered() throws Exception {
    showAll();
    String light = background();
    browser.prefer(Map.of("prefers-color-scheme", "dark"));
    String dark = background();
    assertThat(dark).isNotEqualTo(light);

    press("#theme [value=light]");
    assertThat(background()).isEqualTo(light);
    browser.open(page.url() + "/?loaded");
    assertThat(background()).isEqualTo(light);
    assertThat(browser.evaluate("document.querySelector('#theme :checked').value").asText())
        .isEqualTo("light");

    press("#theme [value=auto]");
    assertThat(background()).isEqualTo(dark);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textHasTheContrastOfAa(String scheme) throws Exception {
    browser.prefer(Map.of("prefers-color-scheme", scheme));
    deadLetters.add(LETTER);
    showAll();

    assertThat(browser.evaluate(PageChecks.TOO_FAINT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"360,true", "768,false", "1280,false"})
  void nothingIsWiderThanTheWindow(int width, boolean phone) throws Exception {
    browser.resize(width, 800, phone);
    deadLetters.add(LETTER);
    showAll();

    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(browser.evaluate(PageChecks.BEYOND_THE_WINDOW)).isEmpty();
  }

  @Test
  void everythingIsReachedByTabInOrderAndSeenToHaveTheFocus() throws Exception {
    deadLetters.add(LETTER);
    showAll();

    List<String> reached = new ArrayList<>();
    for (browser.press("Tab");
        browser.evaluate(PageChecks.FOCUSED).asText().length() > 0;
        browser.press("Tab")) {
      reached.add(browser.evaluate(PageChecks.FOCUSED).asText());
    }
    assertThat(reached)
        .containsExactly(
            "Skip to the numbers",
            "Flink's web UI",
            "Pause",
            "theme auto",
            "latency",
            "throughput",
            "contacts 43",
            "contacts 42",
            "companies 9",
            "contacts 7",
            "contacts 5",
            "Its fields",
            "letters-scroll",
            "uPlot 1.6.32, MIT licence");
  }

  @Test
  void newNumbersMoveNothing() throws Exception {
    showAll();
    press("#changes button");
    browser.evaluate(
        "(window.shifts = [], new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.sources.map(source => source.node?.nodeType === 1 ? source.node.outerHTML : source.node?.parentNode?.outerHTML)))).observe({type: 'layout-shift'}))");
    for (int second = 41; second < 50; second++) {
      page.show(
          States.of(Phase.LIVE, second, States.accepted(second, second + "00000000000000000")));
      browser.await(
          "document.getElementById('committed').innerText === '"
              + String.format("%,d", 123_416 + second)
              + "'");
    }

    assertThat(browser.evaluate("window.shifts")).isEmpty();
  }

  @Test
  void whoPrefersNoMotionHasNone() throws Exception {
    browser.prefer(Map.of("prefers-reduced-motion", "reduce"));
    showAll();

    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('*')].filter(element => getComputedStyle(element).transitionDuration !== '0s' || getComputedStyle(element).animationName !== 'none').map(element => element.nodeName)"))
        .isEmpty();
  }

  @Test
  void aRunnerThatIsGoneIsToldAndFoundAgain() throws Exception {
    showAll();
    int port = URI.create(page.url()).getPort();
    page.close();
    browser.await("document.getElementById('phase').innerText === 'not connected'");
    assertThat(browser.evaluate("document.querySelector('[role=status]').textContent").asText())
        .isEqualTo("not connected");

    page = new LivePage(deadLetters, port);
    page.show(States.of(Phase.LIVE, 41));
    browser.await("document.getElementById('phase').innerText === 'live'");
    assertThat(browser.text("committed")).isEqualTo("123,457");
  }

  /** Forty seconds, whose p50 goes from 0 to 39 ms. */
  private void showAll() throws Exception {
    for (int second = 0; second < 40; second++) {
      page.show(States.withLetters(States.of(Phase.LIVE, second), deadLetters.state()));
    }
    page.show(States.withLetters(States.of(Phase.LIVE, 40, States.CHANGES), deadLetters.state()));
    browser.await(
        "document.getElementById('committed').innerText === '123,456' && document.querySelectorAll('#changes button:not([hidden])').length === 5");
  }

  private void press(String selector) throws Exception {
    browser.evaluate("document.querySelector('" + selector + "').click()");
  }

  private String background() throws Exception {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
  }

  private static List<String> rows(String body) throws Exception {
    List<String> rows = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll('#%s tr')].map(tr => [...tr.cells].map(cell => cell.innerText).join('|')).filter(row => row.length > 4)"
                .formatted(body))
        .forEach(row -> rows.add(row.asText()));
    return rows;
  }

  /** How many pixels of a chart have the colour of a line, as its key has it. */
  private static int pixels(String chart, String color) throws Exception {
    return browser.evaluate(PageChecks.PIXELS.formatted(chart, color)).asInt();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  /** Java's client sets no Host of another's. */
  private String statusForHost(String host) throws Exception {
    URI uri = URI.create(page.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElseThrow();
    }
  }

  private int post(String token, String letter) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(page.deadLettersUrl())
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(letter))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}

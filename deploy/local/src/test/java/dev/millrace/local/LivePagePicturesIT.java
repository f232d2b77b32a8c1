package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Pictures of the live page for the documentation, from a run: {@code deploy/local/pictures}. */
@EnabledIfSystemProperty(named = "millrace.pictures", matches = ".*")
class LivePagePicturesIT {

  private static final Path IMAGES = Path.of("../../docs/images");

  /** Seconds of load after which there is something on the charts. */
  private static final int SECONDS = 60;

  @Test
  void takesThem() throws Exception {
    Files.createDirectories(IMAGES);
    Process demo =
        new ProcessBuilder("./demo", "--rate=500", "--limits=professional", "--bad-rows=6")
            .redirectErrorStream(true)
            .start();
    try (Chromium browser = Chromium.start(Chromium.installed().orElseThrow())) {
      String url = address(demo);
      browser.resize(1120, 940, false);
      browser.prefer(Map.of("prefers-color-scheme", "light"));
      browser.open(url);
      // The page counts one state a second; the browser's own deadline bounds each wait.
      for (int second = 5; second <= SECONDS; second += 5) {
        browser.await("performance.now() > " + second * 1000);
      }
      browser.await("document.getElementById('phase').innerText === 'live'");
      browser.await("document.querySelectorAll('#letters tr').length > 2");
      browser.await(
          "[...document.querySelectorAll('.where')].some(cell => cell.innerText === 'accepted')");
      browser.evaluate(
          "[...document.querySelectorAll('#changes tr')].find(row => row.cells[1].innerText === 'updated' && row.cells[2].innerText.includes('attributes') && row.cells[3].innerText === 'accepted')?.querySelector('button').click()");
      take(browser, "live-page");
      browser.prefer(Map.of("prefers-color-scheme", "dark"));
      take(browser, "live-page-dark");
      browser.prefer(Map.of("prefers-color-scheme", "light"));
      browser.resize(360, 1200, true);
      take(browser, "live-page-phone");
    } finally {
      demo.destroy();
      demo.waitFor();
    }
  }

  private static String address(Process demo) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("Live page")) {
        Thread rest = new Thread(() -> lines.lines().forEach(more -> {}), "demo-said");
        rest.setDaemon(true);
        rest.start();
        return line.substring(line.indexOf("http"));
      }
    }
    throw new IllegalStateException("the demo has ended without a page");
  }

  private static void take(Chromium browser, String name) throws Exception {
    // Two states later all of it has been drawn in these colours and at this width.
    for (int state = 0; state < 2; state++) {
      String committed = browser.text("committed");
      browser.await("document.getElementById('committed').innerText !== '" + committed + "'");
    }
    byte[] picture = browser.picture();
    assertThat(picture.length).as(name).isLessThan(200_000);
    Files.write(IMAGES.resolve(name + ".png"), picture);
  }
}

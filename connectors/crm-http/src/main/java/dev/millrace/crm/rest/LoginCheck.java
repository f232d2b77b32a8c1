package dev.millrace.crm.rest;

import dev.millrace.crm.CrmConnector.Exchange;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks whether the CRM is there and takes the login, by a request that writes nothing. */
final class LoginCheck {

  private final Settings settings;
  private final String url;
  private final Exchange exchange;

  /**
   * @param url that only a login in force is told; null for none
   */
  LoginCheck(Settings settings, String url, Exchange exchange) {
    this.settings = settings;
    this.url = url;
    this.exchange = exchange;
  }

  /**
   * @throws IOException when the CRM does not answer; {@link
   *     dev.millrace.crm.LoginRefusedException} when it gives out no authorization
   */
  void check(FaultList faults) throws IOException {
    String key = RestOptions.CHECK_URL.key();
    if (url != null && !url.startsWith("/")) {
      faults.add(key, "'" + url + "'", "a path from base-url on, starting with a slash");
      return;
    }
    String method = url == null ? "HEAD" : "GET";
    String path = url == null ? "/" : url;
    Map<String, String> headers = new HashMap<>(settings.headers);
    if (settings.signature != null) {
      try {
        settings.signature.sign(method, path, null, headers);
      } catch (IllegalStateException e) {
        faults.add(
            RestOptions.SIGNATURE_SECRET.key(),
            e.getMessage(),
            "a secret where the reference says");
        return;
      }
    }
    CrmResponse answer = exchange.send(new CrmRequest(method, path, headers, null));
    if (settings.errors.isSuccess(answer)) {
      return;
    }
    RecordType none = new RecordType("record", Names.ID, List.of());
    switch (settings.errors.answer(answer, settings.errors.read(answer), none).kind()) {
      case UNAUTHORIZED:
        faults.add(
            "auth",
            "the CRM does not accept the login: HTTP " + answer.status(),
            "a login in force",
            "see sink.token and sink.auth.*");
        break;
      case MISCONFIGURED:
      case REFUSED:
        if (url != null) {
          faults.add(
              key, method + ' ' + url + " is answered with HTTP " + answer.status(), "success");
        }
        break;
      case THROTTLED:
      case BUSY:
      case UNAVAILABLE:
        throw new IOException("HTTP " + answer.status() + " to " + method + ' ' + path);
      default:
    }
  }
}

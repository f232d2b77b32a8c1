package dev.millrace.crm.hubspot;

import dev.millrace.check.Fault;
import dev.millrace.crm.CrmConnector.Exchange;
import dev.millrace.crm.RecordType;
import java.io.IOException;
import java.util.List;

/** Asks HubSpot whether what is configured can work. */
final class HubSpotCheck {

  private final ApiPath path;
  private final Exchange exchange;

  HubSpotCheck(ApiPath path, Exchange exchange) {
    this.path = path;
    this.exchange = exchange;
  }

  List<Fault> check(List<RecordType> types) throws IOException {
    return List.of();
  }
}

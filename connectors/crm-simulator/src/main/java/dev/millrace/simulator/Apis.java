package dev.millrace.simulator;

import dev.millrace.simulator.dataverse.DataverseApi;
import dev.millrace.simulator.hubspot.HubSpotApi;
import dev.millrace.simulator.pipedrive.PipedriveApi;
import dev.millrace.simulator.salesforce.SalesforceApi;
import dev.millrace.simulator.server.AccessTokens;
import dev.millrace.simulator.server.CrmApi;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.zoho.ZohoApi;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The API of the CRM that a builder asks for. */
final class Apis {

  private Apis() {}

  static CrmApi of(CrmSimulator.Builder wanted, Tenant tenant) {
    Map<String, Set<String>> known =
        wanted.tokens.isEmpty()
            ? Collections.singletonMap(CrmSimulator.DEFAULT_TOKEN, null)
            : wanted.tokens;
    Duration life = wanted.tokenLife != null ? wanted.tokenLife : wanted.crm.tokenLife();
    AccessTokens tokens = new AccessTokens(wanted.clock, life, known);
    OAuthApp app = wanted.oauthApp;
    Limits limits = wanted.limits;
    return switch (wanted.crm) {
      case HUBSPOT -> new HubSpotApi(tenant, tokens, app, limits, wanted.searchLag);
      case SALESFORCE ->
          new SalesforceApi(
              tenant, tokens, app, limits, wanted.lockWait, wanted.queryPage, wanted.bulkChunkTime);
      case DATAVERSE -> new DataverseApi(tenant, tokens, app, limits);
      case ZOHO -> new ZohoApi(tenant, tokens, app, limits);
      case PIPEDRIVE -> new PipedriveApi(tenant, tokens, app, limits);
    };
  }
}

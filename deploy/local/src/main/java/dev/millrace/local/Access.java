package dev.millrace.local;

import dev.millrace.databases.DatabaseServer;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.CrmSimulator;
import dev.millrace.simulator.Limits;
import java.util.Locale;

/**
 * How to reach what the demo runs, so that a configuration of the user's own can be pointed at it.
 * The secrets are those of a throw-away database and CRM that take connections of this machine
 * only.
 */
final class Access {

  private final Demo options;
  private final Limits limits;
  private final Shop shop;

  Access(Demo options, Limits limits, Shop shop) {
    this.options = options;
    this.limits = limits;
    this.shop = shop;
  }

  String database() {
    DatabaseServer server = shop.server();
    String name = shop.database().isEmpty() ? "" : ", database " + shop.database();
    return String.format(
        Locale.ROOT,
        "  %s with %,d customers and %,d companies%n"
            + "                  %s port %d%s, user %s, password %s",
        server.description(),
        options.rows,
        options.rows / 10,
        server.host(),
        server.port(),
        name,
        server.username(),
        server.password());
  }

  String crm(CrmSimulator crm) {
    return String.format(
        Locale.ROOT,
        "  CRM simulator   %s, token %s%n                  %s",
        crm.baseUrl(),
        CrmSimulator.DEFAULT_TOKEN,
        calls());
  }

  /** The CRM without how to reach it. */
  String crmInShort() {
    return "CRM simulator, " + calls();
  }

  private String calls() {
    return String.format(Locale.ROOT, "%d ms a call, ", options.serviceTimeMs)
        + (limits.equals(Limits.NONE)
            ? "no call limits"
            : String.format(
                Locale.ROOT,
                "HubSpot's limits: %d calls in 10 s, at most %,d records a second",
                limits.burst(),
                limits.burst() * 10));
  }
}

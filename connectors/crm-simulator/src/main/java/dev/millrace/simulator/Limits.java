package dev.millrace.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Calls an account or app may make. A number of 0 means: not limited, and no header tells of it.
 *
 * <p>With Zoho, {@code daily} are credits in any 24 hours; with Pipedrive, tokens from midnight to
 * midnight, {@code searchPerSecond} are searches within a window, and {@code windowMillis} is 2 s.
 *
 * @param burst calls within any {@code windowMillis}
 * @param windowMillis length of the rolling burst window
 * @param daily calls of a day: from midnight UTC to midnight UTC with HubSpot, in any 24 hours with
 *     Salesforce
 * @param searchPerSecond calls of the search endpoint within any second
 * @param concurrent calls in flight at once that the CRM counts: Salesforce those that run for
 *     longer than 20 s
 * @param associations calls of HubSpot's associations within any {@code windowMillis}; when 0, they
 *     count among the others
 */
public record Limits(
    int burst,
    long windowMillis,
    long daily,
    int searchPerSecond,
    int concurrent,
    int associations) {

  private static final long TEN_SECONDS = 10_000;

  public Limits(int burst, long windowMillis, long daily, int searchPerSecond) {
    this(burst, windowMillis, daily, searchPerSecond, 0, 0);
  }

  /** So many calls a day and nothing else. */
  public static Limits daily(long calls) {
    return new Limits(0, TEN_SECONDS, calls, 0);
  }

  public static final Limits NONE = new Limits(0, TEN_SECONDS, 0, 0);

  /** HubSpot's limits of a private app, by subscription. */
  public static final Limits HUBSPOT_FREE = new Limits(100, TEN_SECONDS, 250_000, 5, 0, 100);

  public static final Limits HUBSPOT_PROFESSIONAL =
      new Limits(190, TEN_SECONDS, 625_000, 5, 0, 150);
  public static final Limits HUBSPOT_ENTERPRISE =
      new Limits(190, TEN_SECONDS, 1_000_000, 5, 0, 150);

  /** HubSpot's limits of a public OAuth app, whose calls do not count by day. */
  public static final Limits HUBSPOT_OAUTH = new Limits(110, TEN_SECONDS, 0, 5);

  /** Dataverse's service protection limits, beside which it limits the time of execution. */
  public static final Limits DATAVERSE = new Limits(6000, 300_000, 0, 0, 52, 0);

  /** Zoho's limits of the standard edition, without users. */
  public static final Limits ZOHO_STANDARD = new Limits(0, TEN_SECONDS, 50_000, 0, 10, 0);

  /** Pipedrive's limits of an API token in the Lite plan, with one seat. */
  public static final Limits PIPEDRIVE_LITE = new Limits(20, 2000, 30_000, 10);

  /** Salesforce's limits by edition, without licences. */
  public static final Limits SALESFORCE_DEVELOPER = new Limits(0, TEN_SECONDS, 15_000, 0, 5, 0);

  public static final Limits SALESFORCE_ENTERPRISE = new Limits(0, TEN_SECONDS, 100_000, 0, 25, 0);

  /**
   * HubSpot's limits of that name: none, free, professional, enterprise or oauth, in any case.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static Limits named(String name) {
    return named(Crm.HUBSPOT, name);
  }

  /**
   * A CRM's limits of that name, in any case; none is known to all.
   *
   * @throws IllegalArgumentException for a name the CRM's plans do not have
   */
  public static Limits named(Crm crm, String name) {
    Map<String, Limits> plans = new LinkedHashMap<>();
    plans.put("none", NONE);
    switch (crm) {
      case HUBSPOT -> {
        plans.put("free", HUBSPOT_FREE);
        plans.put("professional", HUBSPOT_PROFESSIONAL);
        plans.put("enterprise", HUBSPOT_ENTERPRISE);
        plans.put("oauth", HUBSPOT_OAUTH);
      }
      case SALESFORCE -> {
        plans.put("developer", SALESFORCE_DEVELOPER);
        plans.put("enterprise", SALESFORCE_ENTERPRISE);
      }
      case DATAVERSE -> plans.put("standard", DATAVERSE);
      case ZOHO -> plans.put("standard", ZOHO_STANDARD);
      case PIPEDRIVE -> plans.put("lite", PIPEDRIVE_LITE);
    }
    Limits limits = plans.get(name.toLowerCase(Locale.ROOT));
    if (limits == null) {
      List<String> names = List.copyOf(plans.keySet());
      throw new IllegalArgumentException(
          "limits '"
              + name
              + "': expected "
              + String.join(", ", names.subList(0, names.size() - 1))
              + " or "
              + names.get(names.size() - 1));
    }
    return limits;
  }
}

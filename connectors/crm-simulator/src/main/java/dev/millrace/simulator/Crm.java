package dev.millrace.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** The CRMs there are stand-ins of. */
public enum Crm {
  HUBSPOT(Duration.ofMinutes(30)),
  SALESFORCE(Duration.ofHours(2)),
  DATAVERSE(Duration.ofSeconds(3599)),
  ZOHO(Duration.ofHours(1)),
  PIPEDRIVE(Duration.ofHours(1));

  private final Duration tokenLife;

  Crm(Duration tokenLife) {
    this.tokenLife = tokenLife;
  }

  /** How long its access tokens usually live. */
  Duration tokenLife() {
    return tokenLife;
  }

  /**
   * @param name in any case
   * @throws IllegalArgumentException for a name of none
   */
  public static Crm named(String name) {
    for (Crm crm : values()) {
      if (crm.name().equalsIgnoreCase(name)) {
        return crm;
      }
    }
    throw new IllegalArgumentException(
        "crm '"
            + name
            + "': expected one of "
            + Arrays.toString(values()).toLowerCase(Locale.ROOT));
  }
}

package dev.millrace.simulator.hubspot;

/** What a HubSpot account has of its own. */
final class Account {

  static final long PORTAL_ID = 4_242_424;

  /** Most inputs of a batch. */
  static final int MOST_INPUTS = 100;

  private Account() {}
}

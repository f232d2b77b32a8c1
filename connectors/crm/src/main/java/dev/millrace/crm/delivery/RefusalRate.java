package dev.millrace.crm.delivery;

/** Stops the delivery when too many of the records that the CRM answers lately are given up. */
final class RefusalRate {

  private final double most;
  private final int minRefused;
  private final RecentCount accepted;
  private final RecentCount refused;

  RefusalRate(DeliverySettings settings) {
    this.most = settings.maxRefusalShare;
    this.minRefused = settings.minRefusals;
    this.accepted = new RecentCount(settings.refusalWindowNanos);
    this.refused = new RecentCount(settings.refusalWindowNanos);
  }

  void accepted(int records, long now) {
    accepted.add(now, records);
  }

  /**
   * @throws DeliveryStoppedException when that was one too many
   */
  void refused(Refusal refusal, long now) {
    refused.add(now, 1);
    long bad = refused.sum(now);
    long all = bad + accepted.sum(now);
    if (bad >= minRefused && bad > most * all) {
      throw new DeliveryStoppedException(
          String.format(
              "%d of the last %d records that the CRM answered became dead letters, a share above"
                  + " dead-letters.max-rate (%s); something is wrong with more than single records."
                  + " The latest: %s. Look at the dead letters, mend the mapping or the CRM's"
                  + " rules, and start the job again",
              bad, all, most, refusal));
    }
  }
}

package dev.millrace.crm.delivery;

/**
 * Stops the delivery when too many records are given up: of those that the CRM answers lately, and
 * of the changes lately taken in, which are ahead of its answers, too many that cannot be mapped.
 */
final class RefusalRate {

  private final double most;
  private final int minRefused;
  private final RecentCount accepted;
  private final RecentCount refused;
  private final RecentCount takenIn;
  private final RecentCount unmapped;

  /** Not in {@link #takenIn} yet: the time is not asked for with each. */
  private int takenInSince;

  RefusalRate(DeliverySettings settings) {
    this.most = settings.maxRefusalShare;
    this.minRefused = settings.minRefusals;
    this.accepted = new RecentCount(settings.refusalWindowNanos);
    this.refused = new RecentCount(settings.refusalWindowNanos);
    this.takenIn = new RecentCount(settings.refusalWindowNanos);
    this.unmapped = new RecentCount(settings.refusalWindowNanos);
  }

  /** A record that the CRM is to have. */
  void takenIn() {
    takenInSince++;
  }

  void accepted(int records, long now) {
    accepted.add(now, records);
    countTakenIn(now);
  }

  /**
   * @throws DeliveryStoppedException when that was one too many
   */
  void refused(Refusal refusal, long now) {
    refused.add(now, 1);
    long bad = refused.sum(now);
    require(bad, bad + accepted.sum(now), "records that the CRM answered", refusal);
  }

  /**
   * @throws DeliveryStoppedException when that was one too many
   */
  void unmapped(Refusal refusal, long now) {
    unmapped.add(now, 1);
    countTakenIn(now);
    long bad = unmapped.sum(now);
    require(bad, bad + takenIn.sum(now), "changes", refusal);
  }

  private void countTakenIn(long now) {
    takenIn.add(now, takenInSince);
    takenInSince = 0;
  }

  private void require(long bad, long all, String ofWhat, Refusal refusal) {
    if (bad >= minRefused && bad > most * all) {
      throw new DeliveryStoppedException(
          String.format(
              "%d of the last %d %s became dead letters, a share above dead-letters.max-rate (%s);"
                  + " something is wrong with more than single records. The latest: %s. Look at the"
                  + " dead letters, mend the mapping or the CRM's rules, and start the job again",
              bad, all, ofWhat, most, refusal));
    }
  }
}

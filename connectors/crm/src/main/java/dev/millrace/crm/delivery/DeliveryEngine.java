package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRecord;

/** Brings records to the CRM. */
public final class DeliveryEngine {

  public void offer(CrmRecord record) {}

  public void onTimer() {}
}

package dev.millrace.crm.hubspot;

import dev.millrace.check.Fault;
import dev.millrace.crm.Action;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CallLimit;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.ToldLimits;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** HubSpot by its batch API. */
final class HubSpotConnector implements CrmConnector {

  /** Ours: HubSpot publishes no limit, and a hundred records of 20 kB each are rare. */
  private static final int MAX_BYTES = 2 << 20;

  private final ApiPath path;
  private final List<CallLimit> limits;
  private final Map<RecordType, ObjectType> types = new HashMap<>();

  HubSpotConnector(ApiPath path, List<CallLimit> limits) {
    this.path = path;
    this.limits = limits;
  }

  @Override
  public int maxRecords(RecordType type, Action action) {
    return ObjectType.MAX_INPUTS;
  }

  @Override
  public int maxBytes(RecordType type, Action action) {
    return MAX_BYTES;
  }

  @Override
  public String key(RecordType type, String externalId) {
    return type(type).key(externalId);
  }

  @Override
  public CrmCall call(Batch batch) {
    ObjectType type = type(batch.type());
    return batch.action() == Action.UPSERT
        ? new UpsertCall(type, batch.records())
        : new ArchiveCall(type, batch.records());
  }

  @Override
  public List<CallLimit> limits() {
    return limits;
  }

  @Override
  public boolean tellsLimits() {
    return true;
  }

  @Override
  public void readLimits(CrmResponse response, ToldLimits told) {
    told.burst(
        ToldLimits.number(response, "x-hubspot-ratelimit-max"),
        ToldLimits.number(response, "x-hubspot-ratelimit-remaining"),
        ToldLimits.number(response, "x-hubspot-ratelimit-interval-milliseconds"));
    told.daily(
        ToldLimits.number(response, "x-hubspot-ratelimit-daily"),
        ToldLimits.number(response, "x-hubspot-ratelimit-daily-remaining"));
  }

  @Override
  public String correlation(CrmResponse response) {
    String id = response.header("x-hubspot-correlation-id");
    return id == null ? "" : id;
  }

  @Override
  public List<Fault> check(List<RecordType> types, Exchange exchange) throws IOException {
    return new HubSpotCheck(path, exchange).check(types);
  }

  private ObjectType type(RecordType type) {
    ObjectType known = types.get(type);
    if (known == null) {
      known = new ObjectType(type, path);
      types.put(type, known);
    }
    return known;
  }
}

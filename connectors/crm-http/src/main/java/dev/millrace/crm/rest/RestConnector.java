package dev.millrace.crm.rest;

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
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** Any REST CRM, as configured. */
final class RestConnector implements CrmConnector {

  private final FaultList faults = new FaultList();
  private final Settings settings;
  private final String checkUrl;
  private final String callsHeader;
  private final String remainingHeader;
  private final String dailyHeader;
  private final String dailyRemainingHeader;
  private final String correlationHeader;
  private final Map<RecordType, RestType> types = new HashMap<>();

  RestConnector(ReadableConfig sink, Clock clock) {
    this.settings = new Settings(sink, faults, clock);
    this.checkUrl = sink.get(RestOptions.CHECK_URL);
    this.callsHeader = header(sink, RestOptions.LIMIT_HEADER);
    this.remainingHeader = header(sink, RestOptions.REMAINING_HEADER);
    this.dailyHeader = header(sink, RestOptions.DAILY_HEADER);
    this.dailyRemainingHeader = header(sink, RestOptions.DAILY_REMAINING_HEADER);
    this.correlationHeader = header(sink, RestOptions.CORRELATION_HEADER);
  }

  /** A header's name as answers have it, null for none. */
  static String header(ReadableConfig sink, ConfigOption<String> option) {
    String name = sink.get(option);
    return name == null ? null : name.toLowerCase(Locale.ROOT);
  }

  @Override
  public int maxRecords(RecordType type, Action action) {
    Operation operation = operation(action);
    return operation == null ? 1 : operation.maxRecords;
  }

  @Override
  public int maxBytes(RecordType type, Action action) {
    Operation operation = operation(action);
    return operation == null ? Integer.MAX_VALUE : operation.maxBytes;
  }

  private Operation operation(Action action) {
    return action == Action.UPSERT ? settings.upsert : settings.delete;
  }

  @Override
  public String key(RecordType type, String externalId) {
    return settings.key(externalId);
  }

  /**
   * @throws IllegalStateException when the configuration has faults, naming them, or has no delete
   *     and the batch is one
   */
  @Override
  public CrmCall call(Batch batch) {
    if (operation(batch.action()) == null) {
      throw new IllegalStateException(
          "sink.delete.method is none, and yet a "
              + batch.type().object()
              + " is to be deleted: set on-delete of its mapping to ignore or set, or sink.delete.url");
    }
    RestType type = types.get(batch.type());
    if (type == null) {
      type = new RestType(batch.type(), settings, false, faults);
      if (!faults.isEmpty()) {
        throw new IllegalStateException(faults.toString());
      }
      types.put(batch.type(), type);
    }
    return new RestCall(type, batch);
  }

  @Override
  public List<CallLimit> limits() {
    return settings.limits;
  }

  @Override
  public void readLimits(CrmResponse response, ToldLimits told) {
    told.burst(
        number(response, callsHeader), number(response, remainingHeader), ToldLimits.UNKNOWN);
    told.daily(number(response, dailyHeader), number(response, dailyRemainingHeader));
  }

  private static long number(CrmResponse response, String header) {
    return header == null ? ToldLimits.UNKNOWN : ToldLimits.number(response, header);
  }

  @Override
  public String correlation(CrmResponse response) {
    String id = correlationHeader == null ? null : response.header(correlationHeader);
    return id == null ? "" : id;
  }

  @Override
  public List<Fault> check(List<RecordType> types, Exchange exchange) throws IOException {
    FaultList found = new FaultList();
    faults.all().forEach(found::add);
    for (RecordType type : types) {
      new RestType(type, settings, true, found);
    }
    if (found.isEmpty()) {
      new LoginCheck(settings, checkUrl, exchange).check(found);
    }
    return found.all();
  }
}

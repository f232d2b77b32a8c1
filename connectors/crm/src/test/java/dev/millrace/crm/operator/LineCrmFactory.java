package dev.millrace.crm.operator;

import dev.millrace.check.Fault;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmConnectorFactory;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** The simplest CRM there can be: a record is a line {@code id=value}, the status says it all. */
public final class LineCrmFactory implements CrmConnectorFactory {

  @Override
  public String type() {
    return "line";
  }

  @Override
  public Set<ConfigOption<?>> options() {
    return Set.of();
  }

  @Override
  public CrmConnector create(ReadableConfig sink) {
    return new LineCrm();
  }

  private static final class LineCrm implements CrmConnector {

    @Override
    public int maxRecords(RecordType type, Action action) {
      return 50;
    }

    @Override
    public int maxBytes(RecordType type, Action action) {
      return 1 << 20;
    }

    @Override
    public String key(RecordType type, String externalId) {
      return externalId;
    }

    @Override
    public CrmCall call(Batch batch) {
      return new LineCall(batch);
    }

    @Override
    public String correlation(CrmResponse response) {
      String correlation = response.header("x-correlation");
      return correlation == null ? "" : correlation;
    }

    @Override
    public List<Fault> check(List<RecordType> types, Exchange exchange) {
      return List.of();
    }
  }

  private static final class LineCall implements CrmCall {

    private final Batch batch;

    LineCall(Batch batch) {
      this.batch = batch;
    }

    @Override
    public CrmRequest first() {
      RequestBody body = new RequestBody(1024);
      for (CrmRecord record : batch.records()) {
        byte[] line =
            (record.externalId() + '=' + record.value(0) + '\n').getBytes(StandardCharsets.UTF_8);
        body.write(line, 0, line.length);
      }
      return CrmRequest.json("POST", "/lines", body);
    }

    @Override
    public Answer read(CrmResponse response) {
      String code = "HTTP " + response.status();
      return switch (response.status()) {
        case 200 -> accepted();
        case 400 -> Answer.refused("BAD_VALUE", "Grace Hopper is not a name");
        case 401 -> Answer.unauthorized(code, "");
        case 403 -> Answer.misconfigured("MISSING_SCOPES", "it may not write them");
        case 429 -> Answer.throttled(code, "", 10);
        default -> Answer.unavailable(code, "", -1);
      };
    }

    private Answer accepted() {
      RecordOutcome[] outcomes = new RecordOutcome[batch.size()];
      Arrays.fill(outcomes, RecordOutcome.ACCEPTED);
      return Answer.outcomes(outcomes);
    }
  }
}

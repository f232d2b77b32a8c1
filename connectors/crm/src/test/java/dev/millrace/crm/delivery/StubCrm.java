package dev.millrace.crm.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.check.Fault;
import dev.millrace.crm.Action;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Batch;
import dev.millrace.crm.BulkLimits;
import dev.millrace.crm.CallLimit;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmConnector;
import dev.millrace.crm.CrmRecord;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.ToldLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A CRM whose every answer a test gives itself, with the connector and the network to it. */
final class StubCrm implements CrmConnector, Transport {

  int maxRecords = 100;
  int maxBytes = 1 << 20;

  /** How a snapshot may be sent in bulk; null for not. */
  BulkLimits bulk;

  /** Whether calls go on where a request failed, once one was answered. */
  boolean resumes;

  List<CallLimit> limits = List.of();

  /** Whether answers tell of limits. */
  boolean tellsLimits;

  /**
   * What the next answer tells: calls, left, window in milliseconds; then calls and left of the
   * day.
   */
  long[] told;

  /** Whether the engine may begin a call. */
  boolean mayBegin = true;

  /** What is asked before the first call; null for nothing. */
  CrmRequest limitsQuestion;

  /** Waits for its answer; null when it was not sent. */
  Callback askedForLimits;

  /** Requests that wait for their answer, oldest first. */
  final List<Request> open = new ArrayList<>();

  /** Told of each request when it is sent. */
  Consumer<Request> onRequest = request -> {};

  private final Map<String, Call> calls = new HashMap<>();
  private int made;

  @Override
  public int maxRecords(RecordType type, Action action) {
    return maxRecords;
  }

  @Override
  public int maxBytes(RecordType type, Action action) {
    return maxBytes;
  }

  @Override
  public String key(RecordType type, String externalId) {
    return externalId.toLowerCase(Locale.ROOT);
  }

  @Override
  public BulkLimits bulk(RecordType type) {
    return bulk;
  }

  @Override
  public List<CallLimit> limits() {
    return limits;
  }

  @Override
  public boolean tellsLimits() {
    return tellsLimits;
  }

  @Override
  public CrmRequest limitsQuestion() {
    return limitsQuestion;
  }

  @Override
  public void readLimits(CrmResponse response, ToldLimits limits) {
    if (told != null) {
      limits.burst(told[0], told[1], told[2]);
      limits.daily(told[3], told[4]);
    }
  }

  @Override
  public CrmCall call(Batch batch) {
    assertThat(mayBegin).as("a call may be begun").isTrue();
    Call call = new Call("/" + made++, batch);
    calls.put(call.path, call);
    return call;
  }

  @Override
  public String correlation(CrmResponse response) {
    return response.header("correlation");
  }

  @Override
  public List<Fault> check(List<RecordType> types, Exchange exchange) {
    return List.of();
  }

  @Override
  public void send(CrmRequest request, boolean renewAuthorization, Callback callback) {
    if (request == limitsQuestion) {
      askedForLimits = callback;
      return;
    }
    Request sent = new Request(calls.get(request.path()), renewAuthorization, callback);
    open.add(sent);
    onRequest.accept(sent);
  }

  /** The oldest request without an answer. */
  Request oldest() {
    return open.get(0);
  }

  private final class Call implements CrmCall {

    private final String path;
    private final Batch batch;
    private Answer answer;
    private boolean renewed;
    private boolean underWay;

    Call(String path, Batch batch) {
      this.path = path;
      this.batch = batch;
    }

    @Override
    public CrmRequest first() {
      return CrmRequest.get(path);
    }

    @Override
    public Answer read(CrmResponse response) {
      return answer;
    }

    @Override
    public CrmRequest resume() {
      return resumes && underWay ? CrmRequest.get(path) : null;
    }
  }

  final class Request {

    private final Call call;
    private final Callback callback;

    Request(Call call, boolean renewed, Callback callback) {
      this.call = call;
      this.callback = callback;
      call.renewed |= renewed;
    }

    Batch batch() {
      return call.batch;
    }

    List<CrmRecord> records() {
      return call.batch.records();
    }

    /** Whether the authorization was renewed for this call, with this request or an earlier one. */
    boolean renewed() {
      return call.renewed;
    }

    void accept() {
      RecordOutcome[] outcomes = new RecordOutcome[records().size()];
      Arrays.fill(outcomes, RecordOutcome.ACCEPTED);
      outcomes(outcomes);
    }

    void outcomes(RecordOutcome... outcomes) {
      answer(Answer.outcomes(outcomes));
    }

    void next() {
      next(0);
    }

    void next(long afterMillis) {
      call.underWay = true;
      answer(Answer.next(call.first(), afterMillis));
    }

    /** Whether the call goes on when this request fails. */
    boolean isResumed() {
      return call.resume() != null;
    }

    void answer(Answer answer) {
      open.remove(this);
      call.answer = answer;
      callback.onResponse(new CrmResponse(200, Map.of("correlation", "c-1"), new byte[0]));
    }

    void fail() {
      open.remove(this);
      callback.onFailure(new IOException("cut off"));
    }
  }
}

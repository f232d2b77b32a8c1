package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.crm.Answer;
import dev.millrace.crm.Answer.Kind;
import dev.millrace.crm.CrmResponse;
import dev.millrace.crm.ErrorTable;
import dev.millrace.crm.RecordOutcome;
import dev.millrace.crm.RecordType;
import dev.millrace.crm.RetryAfter;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/** What the CRM's statuses and codes mean, as configured. */
final class Errors {

  /** Of what the request is about, RFC 4918 has it: not of the CRM. */
  private static final int LOCKED = 423;

  private final Statuses success;
  private final boolean json;
  private final Pointers pointers;
  private final ErrorTable table;
  private final String resetHeader;
  private final long pauseMillis;

  Errors(ReadableConfig sink, FaultList faults) {
    String code = pointer(sink, RestOptions.ERROR_CODE, faults);
    String message = pointer(sink, RestOptions.ERROR_MESSAGE, faults);
    this.json = code != null || message != null;
    this.pointers = new Pointers(code, message);
    this.resetHeader = RestConnector.header(sink, RestOptions.RESET_HEADER);
    this.pauseMillis =
        sink.getOptional(RestOptions.THROTTLE_PAUSE).map(Duration::toMillis).orElse(-1L);

    List<ErrorTable.Row> rows = new ArrayList<>();
    codes(sink, rows);
    Map<ConfigOption<List<String>>, Kind> kinds = new LinkedHashMap<>();
    kinds.put(RestOptions.UNAUTHORIZED, Kind.UNAUTHORIZED);
    kinds.put(RestOptions.THROTTLE, Kind.THROTTLED);
    kinds.put(RestOptions.RETRY, Kind.UNAVAILABLE);
    kinds.put(RestOptions.STOP, Kind.MISCONFIGURED);
    kinds.put(RestOptions.REFUSE, Kind.REFUSED);
    this.success = new Statuses("status.success", sink.get(RestOptions.SUCCESS), faults);
    rows.addAll(statuses(sink, kinds, true, faults));
    // A gateway's page says nothing of the records, nor that the configuration is wrong.
    rows.add(ErrorTable.row(403, 403, AnswerError.NOT_JSON, Kind.UNAVAILABLE));
    Map<ConfigOption<List<String>>, Kind> last =
        Map.of(RestOptions.REFUSE, kinds.remove(RestOptions.REFUSE));
    rows.addAll(statuses(sink, kinds, false, faults));
    rows.add(ErrorTable.row(400, 499, AnswerError.NOT_JSON, Kind.UNAVAILABLE));
    rows.addAll(statuses(sink, last, false, faults));
    rows.add(ErrorTable.row(0, 999, null, Kind.UNAVAILABLE));
    this.table =
        new ErrorTable(
            "the CRM",
            "requests for %1$s are answered with %4$s: look at sink.base-url, the operation's url and the login's"
                + " rights; what other statuses mean is set by sink.status",
            rows);
  }

  private static void codes(ReadableConfig sink, List<ErrorTable.Row> rows) {
    for (String code : codes(sink, RestOptions.STOP_CODES)) {
      rows.add(ErrorTable.stops(code, "it refuses every %1$s"));
    }
    for (String code : codes(sink, RestOptions.THROTTLE_CODES)) {
      rows.add(ErrorTable.row(0, 999, code, Kind.THROTTLED));
    }
    for (String code : codes(sink, RestOptions.RETRY_CODES)) {
      // A fault of these records, not of the CRM: others go on meanwhile.
      rows.add(ErrorTable.row(0, 999, code, Kind.BUSY));
    }
    for (String code : codes(sink, RestOptions.REFUSE_CODES)) {
      rows.add(ErrorTable.row(0, 999, code, Kind.REFUSED));
    }
    rows.add(ErrorTable.row(ErrorTable.RECORD, ErrorTable.RECORD, null, Kind.REFUSED));
  }

  private static List<ErrorTable.Row> statuses(
      ReadableConfig sink,
      Map<ConfigOption<List<String>>, Kind> kinds,
      boolean configured,
      FaultList faults) {
    List<ErrorTable.Row> rows = new ArrayList<>();
    kinds.forEach(
        (option, kind) -> {
          if (sink.getOptional(option).isPresent() == configured) {
            for (int[] range : new Statuses(option.key(), sink.get(option), faults).ranges()) {
              if (kind == Kind.UNAVAILABLE && range[0] <= LOCKED && LOCKED <= range[1]) {
                rows.add(ErrorTable.row(LOCKED, LOCKED, null, Kind.BUSY));
              }
              rows.add(ErrorTable.row(range[0], range[1], null, kind));
            }
          }
        });
    return rows;
  }

  private static List<String> codes(ReadableConfig sink, ConfigOption<List<String>> option) {
    return sink.getOptional(option).orElse(List.of());
  }

  /** The pointer that an option holds, null when it is not set or none. */
  static String pointer(ReadableConfig sink, ConfigOption<String> option, FaultList faults) {
    String text = option == null ? null : sink.get(option);
    if (text != null && !Pointers.isPointer(text)) {
      faults.add(option.key(), "'" + text + "'", "a JSON pointer: /data/0/id, or # for the whole");
      return null;
    }
    return text;
  }

  boolean isSuccess(CrmResponse response) {
    return success.has(response.status());
  }

  /** The error that an answer tells of. */
  AnswerError read(CrmResponse response) {
    if (!json) {
      return new AnswerError(null, null);
    }
    try (JsonParser parser = Json.FACTORY.createParser(response.body())) {
      if (parser.nextToken() == null) {
        return new AnswerError(null, null);
      }
      String[] texts = pointers.read(parser);
      return new AnswerError(texts[0], texts[1]);
    } catch (IOException e) {
      return notJson(response);
    }
  }

  static AnswerError notJson(CrmResponse response) {
    return new AnswerError(
        AnswerError.NOT_JSON, "HTTP " + response.status() + " without the JSON that was expected");
  }

  /** What an answer means that is an error as a whole. */
  Answer answer(CrmResponse response, AnswerError error, RecordType type) {
    return answer(response.status(), response, error, type);
  }

  /** The same for an answer of success whose body tells of an error. */
  Answer inside(CrmResponse response, AnswerError error, RecordType type) {
    return answer(ErrorTable.RECORD, response, error, type);
  }

  private Answer answer(int status, CrmResponse response, AnswerError error, RecordType type) {
    Answer answer = table.answer(status, response, error, type);
    return answer.kind() == Kind.THROTTLED && answer.retryAfterMillis() < 0
        ? Answer.throttled(answer.code(), answer.message(), pauseMillis(response))
        : answer;
  }

  private long pauseMillis(CrmResponse response) {
    String reset = resetHeader == null ? null : response.header(resetHeader);
    long asked = reset == null ? -1 : RetryAfter.millis(response, reset);
    return asked < 0 ? pauseMillis : asked;
  }

  /** What an error of one record means; null when it concerns every record of the type. */
  RecordOutcome outcome(AnswerError error) {
    return table.outcome(error);
  }

  /** The answer for an error of one record that concerns every record of the type. */
  Answer misconfigured(AnswerError error, RecordType type) {
    return table.misconfigured(error, type);
  }
}

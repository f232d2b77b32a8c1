package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Iso;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** Bulk API 2.0 for ingest: jobs, their uploads, states and results. */
final class IngestJobs {

  private static final List<String> OPERATIONS =
      List.of("insert", "update", "upsert", "delete", "hardDelete");
  private static final Map<String, Character> DELIMITERS =
      Map.of(
          "COMMA", ',',
          "SEMICOLON", ';',
          "TAB", '\t',
          "PIPE", '|',
          "CARET", '^',
          "BACKQUOTE", '`');

  private final Org org;
  private final long chunkNanos;
  private final Map<String, IngestJob> jobs = new LinkedHashMap<>();
  private ScheduledExecutorService loop;
  private long lastId;

  /**
   * @param chunkNanos time that 200 rows take
   */
  IngestJobs(Org org, long chunkNanos) {
    this.org = org;
    this.chunkNanos = chunkNanos;
  }

  void servedBy(ScheduledExecutorService thread) {
    loop = thread;
  }

  /**
   * @param base path of the API's version
   * @param words of the path below {@code jobs/ingest}
   * @throws RefusedCall when the call is refused
   */
  Answer answer(Call call, String base, List<String> words) {
    if (words.isEmpty()) {
      return call.method().equals("POST") ? create(call, base) : list();
    }
    IngestJob job = jobs.get(words.get(0));
    if (job == null || words.size() > 2) {
      throw Errors.notFound().refusing(404);
    }
    return switch (call.method() + ' ' + (words.size() == 1 ? "" : words.get(1))) {
      case "GET " -> Answer.json(200, job.body());
      case "PATCH " -> change(job, call);
      case "DELETE " -> delete(job);
      case "PUT batches" -> upload(job, call);
      case "GET successfulResults" -> job.successful(org.tenant().random());
      case "GET failedResults" -> job.failed(org.tenant().random());
      case "GET unprocessedrecords" -> job.unprocessed(org.tenant().random());
      default -> throw Errors.notFound().refusing(404);
    };
  }

  private Answer list() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("done", true);
    body.put("records", jobs.values().stream().map(IngestJob::body).toList());
    return Answer.json(200, body);
  }

  private static Map<String, Object> body(Call call) {
    try {
      return Json.readObject(call.body(), call.bodyLength());
    } catch (IOException e) {
      throw SalesforceError.of("JSON_PARSER_ERROR", String.valueOf(e.getMessage())).refusing(400);
    }
  }

  private static String text(Map<String, Object> body, String field, String otherwise) {
    return body.get(field) instanceof String text ? text : otherwise;
  }

  private Answer create(Call call, String base) {
    Map<String, Object> body = body(call);
    String operation = text(body, "operation", "");
    if (!OPERATIONS.contains(operation)) {
      throw invalid("INVALIDJOB", "Invalid operation: " + operation);
    }
    ObjectType type = org.tenant().store().type(text(body, "object", ""));
    if (type == null) {
      throw invalid("INVALIDENTITY", "Unable to find object: " + body.get("object"));
    }
    Slot key = null;
    if (operation.equals("upsert")) {
      String field = text(body, "externalIdFieldName", "");
      key = type.slot(field);
      if (key == null || !key.identifies()) {
        throw invalid(
            "INVALIDJOB",
            "InvalidJob : Field name provided, "
                + field
                + " does not match an External ID, Salesforce Id, or indexed field for "
                + type.name());
      }
    }
    String lineEnding = text(body, "lineEnding", "LF");
    String delimiter = text(body, "columnDelimiter", "COMMA");
    if (!DELIMITERS.containsKey(delimiter) || !List.of("LF", "CRLF").contains(lineEnding)) {
      throw invalid("INVALIDJOB", "Invalid columnDelimiter or lineEnding");
    }
    String id = SalesforceIds.text("750", ++lastId);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", id);
    told.put("operation", operation);
    told.put("object", type.name());
    told.put("createdById", "005AA0000000001AAA");
    told.put("createdDate", Iso.format(org.tenant().nowMillis()).replace("Z", "+0000"));
    if (key != null) {
      told.put("externalIdFieldName", key.name());
    }
    told.put("concurrencyMode", "Parallel");
    told.put("contentType", "CSV");
    told.put("apiVersion", Double.valueOf(base.substring(base.lastIndexOf('v') + 1)));
    told.put("jobType", "V2Ingest");
    told.put("contentUrl", base.substring(1) + "/jobs/ingest/" + id + "/batches");
    told.put("lineEnding", lineEnding);
    told.put("columnDelimiter", delimiter);
    IngestJob job =
        new IngestJob(
            id, type, operation, key, DELIMITERS.get(delimiter), lineEnding.equals("CRLF"), told);
    job.changedMillis = org.tenant().nowMillis();
    jobs.put(id, job);
    return Answer.json(200, job.body());
  }

  private Answer upload(IngestJob job, Call call) {
    String contentType = call.header("Content-Type");
    if (contentType == null || !contentType.startsWith("text/csv")) {
      throw SalesforceError.of(
              "UNSUPPORTED_MEDIA_TYPE", "The incoming request is not supported: expected text/csv")
          .refusing(415);
    }
    if (job.state != IngestJob.State.Open || job.csv.length > 0) {
      throw invalid("CLIENT_INPUT_ERROR", "The job takes one upload while it is open");
    }
    job.csv = Arrays.copyOf(call.body(), call.bodyLength());
    job.receivedMicros = call.receivedMicros();
    return Answer.empty(201);
  }

  private Answer change(IngestJob job, Call call) {
    String state = text(body(call), "state", "");
    boolean open = job.state == IngestJob.State.Open;
    if (state.equals("UploadComplete") && open) {
      job.state = IngestJob.State.UploadComplete;
      new IngestRun(org, job, loop, chunkNanos).start();
    } else if (state.equals("Aborted")
        && (open
            || job.state == IngestJob.State.UploadComplete
            || job.state == IngestJob.State.InProgress)) {
      job.state = IngestJob.State.Aborted;
    } else {
      throw invalid(
          "INVALIDJOBSTATE",
          "Aborting/closing a job that is " + job.state + " to '" + state + "' is not allowed");
    }
    job.changedMillis = org.tenant().nowMillis();
    return Answer.json(200, job.body());
  }

  private Answer delete(IngestJob job) {
    if (job.state == IngestJob.State.UploadComplete || job.state == IngestJob.State.InProgress) {
      throw invalid("INVALIDJOBSTATE", "A job in progress cannot be deleted");
    }
    jobs.remove(job.id);
    return Answer.empty(204);
  }

  private static RefusedCall invalid(String code, String message) {
    return SalesforceError.of(code, message).refusing(400);
  }
}

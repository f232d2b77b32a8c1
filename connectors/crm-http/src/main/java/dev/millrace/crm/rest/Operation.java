package dev.millrace.crm.rest;

import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/** One kind of request as configured: its templates, and how its answer is read. */
final class Operation {

  private static final int BATCH_SIZE = 100;
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  final OperationOptions options;
  final String method;
  final TextTemplate url;
  final BodyForm body;

  /** Null where the body is none, or a record and that the mapped fields. */
  final JsonTemplate record;

  /** Null for none. */
  final JsonTemplate envelope;

  final boolean idInBody;
  final int maxRecords;
  final int maxBytes;
  final ResultForm results;
  final Statuses absent;
  final Set<String> absentCodes;

  Operation(OperationOptions options, ReadableConfig sink, FaultList faults) {
    this.options = options;
    this.method = sink.get(options.method);
    if (!METHODS.contains(method)) {
      faults.add(options.method.key(), "'" + method + "'", "one of " + METHODS);
    }
    this.url = url(sink, faults);
    this.body = sink.get(options.body);
    this.record =
        sink.getOptional(options.record)
            .map(json -> new JsonTemplate(options.record.key(), json, faults))
            .orElse(null);
    this.envelope =
        options.envelope == null
            ? null
            : sink.getOptional(options.envelope)
                .map(json -> new JsonTemplate(options.envelope.key(), json, faults))
                .orElse(null);
    this.idInBody = options.idInBody != null && sink.get(options.idInBody);
    this.maxRecords = maxRecords(sink, faults);
    this.maxBytes = maxBytes(sink);
    this.results = new ResultForm(options, sink, faults);
    this.absent =
        options.absent == null
            ? new Statuses("", List.of(), faults)
            : new Statuses(
                options.absent.key(), sink.getOptional(options.absent).orElse(List.of()), faults);
    this.absentCodes =
        options.absentCodes == null
            ? Set.of()
            : Set.copyOf(sink.getOptional(options.absentCodes).orElse(List.of()));
    check(faults);
  }

  private TextTemplate url(ReadableConfig sink, FaultList faults) {
    String key = options.url.key();
    String text = sink.get(options.url);
    if (text == null) {
      faults.add(
          key,
          "missing",
          "the path of the request",
          options.name().equals("delete")
              ? "or sink.delete.method: none, where every mapping has on-delete: ignore or set"
              : "");
    } else if (!text.startsWith("/") || text.matches(".*[\\s#].*")) {
      faults.add(key, "'" + text + "'", "a path from base-url on, starting with a slash, encoded");
    }
    return new TextTemplate(key, text == null ? "/" : text);
  }

  private int maxRecords(ReadableConfig sink, FaultList faults) {
    boolean many = body == BodyForm.ARRAY || body == BodyForm.LINES;
    if (options.batchSize == null) {
      if (many) {
        faults.add(options.body.key(), "'" + body + "'", "record or none");
      }
      return 1;
    }
    int records = sink.getOptional(options.batchSize).orElse(many ? BATCH_SIZE : 1);
    if (records > 1 && !many) {
      faults.add(
          options.batchSize.key(),
          records + " records to a body of one",
          "1",
          "set sink." + options.body.key() + ": array");
    }
    return records;
  }

  private int maxBytes(ReadableConfig sink) {
    MemorySize size = options.batchBytes == null ? null : sink.get(options.batchBytes);
    return size == null ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, size.getBytes());
  }

  private void check(FaultList faults) {
    if (envelope != null && (body != BodyForm.ARRAY || !envelope.has(JsonTemplate.RECORDS))) {
      faults.add(
          options.envelope.key(),
          body == BodyForm.ARRAY ? "no {records} in it" : "an envelope around no array",
          "a text that is {records}, and " + options.body.key() + ": array");
    }
    if (maxRecords > 1) {
      for (String name : url.names()) {
        if (!name.equals(Names.OBJECT)
            && !name.equals(Names.ID_FIELD)
            && !name.startsWith(Names.OBJECT + '.')) {
          faults.add(
              options.url.key(),
              '{' + name + "} in the URL of a request with several records",
              "what is the same for all of them",
              "or sink." + options.batchSize.key() + ": 1");
        }
      }
    }
    if (options.idInBody == null && record == null && body != BodyForm.NONE) {
      faults.add(
          options.record.key(), "missing", "a template of the body, which has no fields by itself");
    }
    if (options.idInBody == null && record != null && record.has(JsonTemplate.FIELDS)) {
      faults.add(options.record.key(), "{fields}", "{id} alone: this request has no fields");
    }
    if (record != null && body == BodyForm.NONE) {
      faults.add(
          options.record.key(),
          "a record without a body",
          "sink." + options.body.key() + ": record");
    }
  }

  /** Whether a lookup has to come before. */
  boolean needsFound() {
    return uses(Names.FOUND);
  }

  private boolean uses(String name) {
    return url.uses(name)
        || (record != null && record.uses(name))
        || (envelope != null && envelope.uses(name));
  }
}

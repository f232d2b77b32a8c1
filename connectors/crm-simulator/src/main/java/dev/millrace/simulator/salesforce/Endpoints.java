package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Json;
import dev.millrace.simulator.server.Work;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.StoredRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the paths below a version of the API lead to. */
final class Endpoints {

  private final Org org;
  private final SalesforceLimits limits;
  private final IngestJobs jobs;
  private final CustomFields customFields;
  private final QueryPages pages = new QueryPages();

  Endpoints(Org org, SalesforceLimits limits, IngestJobs jobs) {
    this.org = org;
    this.limits = limits;
    this.jobs = jobs;
    this.customFields = new CustomFields(org);
  }

  /**
   * @param base path of the API's version
   * @param words of the path below it, decoded
   * @param inner reads a call inside this one
   * @throws RefusedCall when the call is refused as it stands
   */
  Work read(Call call, String base, List<String> words, Function<Call, Work> inner) {
    String area = words.isEmpty() ? "" : words.get(0);
    call.endpoint(call.method() + ' ' + base + '/' + pattern(words));
    return switch (area) {
      case "" -> Work.answered(resources(base));
      case "limits" -> Work.answered(limits.answer());
      case "query", "queryAll" -> query(call, base, words);
      case "sobjects" -> sobjects(call, base, words);
      case "jobs" -> jobs(call, base, words);
      case "tooling" -> tooling(call, words);
      case "composite" -> composite(call, words, inner);
      default -> throw Errors.notFound().refusing(404);
    };
  }

  /** The path for counting, without ids and values. */
  private static String pattern(List<String> words) {
    if (words.size() > 2 && words.get(0).equals("jobs")) {
      return "jobs/ingest/{id}" + (words.size() > 3 ? '/' + words.get(3) : "");
    }
    boolean record = !words.isEmpty() && words.get(0).equals("sobjects");
    if (record && words.size() == 3 && !words.get(2).equals("describe")) {
      return "sobjects/" + words.get(1) + "/{id}";
    }
    if (record && words.size() == 4) {
      return "sobjects/" + words.get(1) + '/' + words.get(2) + "/{value}";
    }
    return words.size() == 2 && words.get(0).startsWith("query")
        ? words.get(0) + "/{locator}"
        : String.join("/", words);
  }

  private static Answer resources(String base) {
    Map<String, Object> resources = new LinkedHashMap<>();
    for (String name : List.of("composite", "jobs", "limits", "query", "sobjects")) {
      resources.put(name, base + '/' + name);
    }
    return Answer.json(200, resources);
  }

  private Work jobs(Call call, String base, List<String> words) {
    if (words.size() < 2 || !words.get(1).equals("ingest")) {
      throw Errors.notFound().refusing(404);
    }
    return Work.answered(jobs.answer(call, base, words.subList(2, words.size())));
  }

  private Work tooling(Call call, List<String> words) {
    if (!words.equals(List.of("tooling", "sobjects", "CustomField"))) {
      throw Errors.notFound().refusing(404);
    }
    expect(call, "POST");
    return Work.answered(customFields.create(call));
  }

  private Work query(Call call, String base, List<String> words) {
    expect(call, "GET");
    if (words.size() == 2) {
      return Work.answered(pages.next(words.get(1)));
    }
    String text = call.query("q");
    if (text == null) {
      throw SalesforceError.of("MALFORMED_QUERY", "A query string has to be specified")
          .refusing(400);
    }
    return new Query(org, base, text, pages, pageSize(call));
  }

  private int pageSize(Call call) {
    String options = call.header("Sforce-Query-Options");
    return options == null || !options.matches("batchSize=\\d{1,4}")
        ? org.queryPage()
        : Math.min(org.queryPage(), Integer.parseInt(options.substring("batchSize=".length())));
  }

  private Work composite(Call call, List<String> words, Function<Call, Work> inner) {
    if (words.size() == 1) {
      expect(call, "POST");
      expectJson(call);
      return new Composite(org, call, inner);
    }
    if (!words.get(1).equals("sobjects") || words.size() == 3 || words.size() > 4) {
      throw Errors.notFound().refusing(404);
    }
    if (words.size() == 4) {
      expect(call, "PATCH");
      expectJson(call);
      ObjectType type = org.type(words.get(2), 404);
      return new CollectionSave(
          org, call, CollectionSave.Kind.UPSERT, type, key(type, words.get(3)));
    }
    return switch (call.method()) {
      case "POST" -> new CollectionSave(org, json(call), CollectionSave.Kind.CREATE, null, null);
      case "PATCH" -> new CollectionSave(org, json(call), CollectionSave.Kind.UPDATE, null, null);
      case "DELETE" -> new CollectionDelete(org, call);
      default -> throw notAllowed(call);
    };
  }

  private Work sobjects(Call call, String base, List<String> words) {
    if (words.size() == 1) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("encoding", "UTF-8");
      body.put("maxBatchSize", Org.MOST_RECORDS);
      body.put(
          "sobjects",
          org.tenant().store().types().stream().map(type -> Describe.brief(type, base)).toList());
      return Work.answered(Answer.json(200, body));
    }
    ObjectType type = org.type(words.get(1), 404);
    if (words.size() == 2) {
      return call.method().equals("POST")
          ? new SingleSave(org, json(call), type, null, null)
          : Work.answered(Answer.json(200, Map.of("objectDescribe", Describe.brief(type, base))));
    }
    if (words.size() == 3 && words.get(2).equals("describe")) {
      return Work.answered(Answer.json(200, Describe.full(type, base)));
    }
    if (words.size() > 4) {
      throw Errors.notFound().refusing(404);
    }
    Slot key = words.size() == 3 ? null : key(type, words.get(2));
    String value = words.get(words.size() - 1);
    return switch (call.method()) {
      case "GET" -> get(type, base, key, value);
      case "PATCH" -> new SingleSave(org, json(call), type, key, value);
      case "DELETE" -> new SingleDelete(org, call, id(type, base, key, value));
      default -> throw notAllowed(call);
    };
  }

  private Work get(ObjectType type, String base, Slot key, String value) {
    String id = id(type, base, key, value);
    StoredRecord record = type.record(SalesforceIds.number(type.typeId(), id));
    if (record == null) {
      throw Errors.notFound().refusing(404);
    }
    return Work.answered(
        Answer.json(
            200,
            Json.bytes(
                json -> {
                  json.writeStartObject();
                  FieldWriter.writeAttributes(json, base, type, record);
                  for (Slot slot : type.slots()) {
                    json.writeFieldName(slot.name());
                    FieldWriter.write(json, type, record, slot);
                  }
                  json.writeEndObject();
                })));
  }

  /** The record id itself, or of the one record that has this key. */
  private static String id(ObjectType type, String base, Slot key, String value) {
    if (key == null) {
      return value;
    }
    List<StoredRecord> found = key.holders(key.fold(value));
    if (found.isEmpty()) {
      throw Errors.notFound().refusing(404);
    }
    if (found.size() > 1) {
      throw new RefusedCall(
          found.stream()
              .map(
                  record ->
                      base + "/sobjects/" + type.name() + '/' + SalesforceIds.text(type, record))
              .toList());
    }
    return SalesforceIds.text(type, found.get(0));
  }

  private static Slot key(ObjectType type, String field) {
    Slot key = type.slot(field);
    if (key == null || !key.identifies()) {
      throw Errors.noExternalId(field).refusing(404);
    }
    return key;
  }

  private static void expect(Call call, String method) {
    if (!call.method().equals(method)) {
      throw notAllowed(call);
    }
  }

  private static RefusedCall notAllowed(Call call) {
    return SalesforceError.of(
            "METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed.")
        .refusing(405);
  }

  private static Call json(Call call) {
    expectJson(call);
    return call;
  }

  private static void expectJson(Call call) {
    String contentType = call.header("Content-Type");
    if (contentType == null || !contentType.startsWith("application/json")) {
      throw SalesforceError.of(
              "UNSUPPORTED_MEDIA_TYPE",
              "The incoming request is not supported: expected application/json")
          .refusing(415);
    }
  }
}

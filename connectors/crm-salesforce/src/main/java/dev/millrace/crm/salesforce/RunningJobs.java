package dev.millrace.crm.salesforce;

import com.fasterxml.jackson.core.JsonParser;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.body.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The bulk jobs that run when a task starts: a task before this one may have left one, whose rows
 * could overtake newer changes. Jobs have no name by which to tell our own, so every upsert of an
 * object counts; each is over some time, and those that begin later are not waited for.
 */
final class RunningJobs {

  private final ApiPath path;
  private final Map<String, List<String>> idsByObject = new HashMap<>();
  private CrmRequest list;
  private String more;

  RunningJobs(ApiPath path) {
    this.path = path;
    this.list = CrmRequest.get(path.jobs() + "?jobType=V2Ingest");
  }

  /** Whether a call for the object has to ask before it begins. */
  boolean mayHold(String object) {
    return list != null || look(object) != null;
  }

  /** The next part of the list of jobs; null when all of it is read. */
  CrmRequest list() {
    return list;
  }

  /**
   * Reads a part of the list.
   *
   * @throws IOException when the body is none
   */
  void readList(byte[] body) throws IOException {
    more = null;
    Json.body(
        body,
        (name, json) -> {
          if (name.equals("records")) {
            Json.objects(json, this::readJob);
          } else if (name.equals("nextRecordsUrl")) {
            more = Json.textOrNull(json);
          }
        });
    list = more == null ? null : CrmRequest.get(more);
  }

  private void readJob(JsonParser json) throws IOException {
    Map<String, String> job = new HashMap<>();
    String name;
    while ((name = json.nextFieldName()) != null) {
      if (json.nextToken().isScalarValue()) {
        job.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    if (runs(job.get("state")) && "upsert".equals(job.get("operation"))) {
      idsByObject
          .computeIfAbsent(key(String.valueOf(job.get("object"))), object -> new ArrayList<>())
          .add(job.get("id"));
    }
  }

  /** Whoever may not see the list is not told of jobs. */
  void listIsRefused() {
    list = null;
  }

  /** The question how one of the object's jobs stands; null when all are over. */
  CrmRequest look(String object) {
    List<String> ids = idsByObject.get(key(object));
    return ids == null || ids.isEmpty() ? null : CrmRequest.get(path.jobs() + '/' + ids.get(0));
  }

  /** The job that {@link #look} asks for is in this state; null when there is no such job. */
  void isIn(String object, String id, String state) {
    if (!runs(state)) {
      idsByObject.getOrDefault(key(object), new ArrayList<>()).remove(id);
    }
  }

  private static boolean runs(String state) {
    return "UploadComplete".equals(state) || "InProgress".equals(state);
  }

  private static String key(String object) {
    return object.toLowerCase(Locale.ROOT);
  }
}

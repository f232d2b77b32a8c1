package dev.millrace.crm.rest;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The options of one kind of request: {@code upsert.url} and so on. */
final class OperationOptions {

  private final List<ConfigOption<?>> all = new ArrayList<>();
  private final String name;

  final ConfigOption<String> method;
  final ConfigOption<String> url;
  final ConfigOption<BodyForm> body;
  final ConfigOption<String> record;

  /** Null where there is at most one record to a request, as are the three after it. */
  final ConfigOption<String> envelope;

  final ConfigOption<Integer> batchSize;
  final ConfigOption<MemorySize> batchBytes;
  final ConfigOption<Match> match;

  /** Null where there are no mapped fields. */
  final ConfigOption<Boolean> idInBody;

  final ConfigOption<String> results;
  final ConfigOption<String> key;
  final ConfigOption<String> status;
  final ConfigOption<List<String>> accepted;

  /** The lookup's own: where the CRM's id of the record is. Null for the others. */
  final ConfigOption<String> found;

  /** Null where a record that is not there is none that a request could be about. */
  final ConfigOption<List<String>> absent;

  final ConfigOption<List<String>> absentCodes;

  private OperationOptions(
      String name, String what, String method, BodyForm body, boolean fields, boolean batches) {
    this.name = name;
    boolean lookup = name.equals("lookup");
    boolean mayBeAbsent = lookup || name.equals("delete");
    this.method =
        text(
            "method",
            method,
            "HTTP method of "
                + what
                + (name.equals("delete") ? ", or 'none' where no mapping deletes." : "."));
    this.url =
        text(
            "url",
            null,
            "Path from base-url on, with its query, of "
                + what
                + ". A template; what its placeholders stand for is URL-encoded.");
    this.body =
        add(
            key("body")
                .enumType(BodyForm.class)
                .defaultValue(body)
                .withDescription(
                    "What its body is: 'record', one JSON object; "
                        + (batches ? "'array' of records; 'lines', a record a line; " : "")
                        + "'none'."));
    this.record =
        text(
            "record",
            null,
            "JSON template of a record."
                + (fields
                    ? " Default: an object with all mapped fields. A member named {fields} stands for the mapped"
                        + " fields that the template does not name."
                    : " Default: none."));
    this.envelope =
        batches
            ? text(
                "envelope",
                null,
                "JSON template around the array; the text {records} in it is replaced by the array.")
            : null;
    this.batchSize =
        batches
            ? add(
                key("batch-size")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                        "Most records of a request. Default: 100 for an array and for lines, else 1, which is the only"
                            + " number then."))
            : null;
    this.batchBytes =
        batches
            ? add(
                key("batch-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1))
                    .withDescription("Most bytes of a request's body, by an estimate."))
            : null;
    this.idInBody =
        fields
            ? add(
                key("id-in-body")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription("Whether the id's field is one of {fields}."))
            : null;
    this.results =
        text(
            "results.array",
            null,
            "JSON pointer in the answer to the array "
                + (lookup
                    ? "of the records found; default: the answer is the record."
                    : "that has an element for each record; '#' is the answer itself. Default: none, and"
                        + " the whole request has one result."));
    this.match =
        batches
            ? add(
                key("results.match")
                    .enumType(Match.class)
                    .defaultValue(Match.ORDER)
                    .withDescription(
                        "How elements belong to records: 'order', the request's; 'key', by the external id that is at"
                            + " results.key."))
            : null;
    this.key =
        text(
            "results.key",
            null,
            "JSON pointer in an element (without an array: in the answer) to the record's external id. Where it is"
                + " set, only what bears the id counts.");
    this.status =
        lookup
            ? null
            : text(
                "results.status",
                null,
                "JSON pointer in an element (without an array: in the answer) to what tells success. Without it an"
                    + " element is a success by being there.");
    this.accepted =
        lookup
            ? null
            : list(
                "results.accepted",
                "Values at results.status that mean success: SUCCESS, true, 201.");
    this.found =
        lookup
            ? text(
                "found",
                null,
                "JSON pointer in an element (without an array: in the answer) to what {found} stands for, the CRM's"
                    + " own id of the record.")
            : null;
    this.absent =
        mayBeAbsent
            ? list(
                "absent",
                lookup
                    ? "Statuses that say that there is no such record, besides an answer without a body and an empty"
                        + " results.array."
                    : "Statuses that say that the record is gone already: 404, 410. Such a delete counts as accepted."
                        + " Without it the job stops at such an answer, since a wrong URL is answered alike.")
            : null;
    this.absentCodes =
        mayBeAbsent
            ? list(
                "absent-codes",
                "Codes at errors.code, one of which the answer must have besides for its status to say so. Default:"
                    + " any answer.")
            : null;
  }

  static OperationOptions upsert() {
    return new OperationOptions("upsert", "an upsert", "POST", BodyForm.RECORD, true, true);
  }

  static OperationOptions create() {
    return new OperationOptions(
        "create",
        "what makes a record that the lookup did not find, where upsert needs {found}",
        "POST",
        BodyForm.RECORD,
        true,
        false);
  }

  static OperationOptions delete() {
    return new OperationOptions("delete", "a delete", "DELETE", BodyForm.NONE, false, true);
  }

  static OperationOptions lookup() {
    return new OperationOptions(
        "lookup",
        "what finds the CRM's own id of a record, asked before a request that has {found} in it",
        "GET",
        BodyForm.NONE,
        false,
        false);
  }

  String name() {
    return name;
  }

  List<ConfigOption<?>> all() {
    return all;
  }

  private ConfigOptions.OptionBuilder key(String key) {
    return ConfigOptions.key(name + '.' + key);
  }

  private ConfigOption<String> text(String key, String byDefault, String description) {
    ConfigOptions.TypedConfigOptionBuilder<String> option = key(key).stringType();
    return add(
        (byDefault == null ? option.noDefaultValue() : option.defaultValue(byDefault))
            .withDescription(description));
  }

  private ConfigOption<List<String>> list(String key, String description) {
    return add(key(key).stringType().asList().noDefaultValue().withDescription(description));
  }

  private <T> ConfigOption<T> add(ConfigOption<T> option) {
    all.add(option);
    return option;
  }
}

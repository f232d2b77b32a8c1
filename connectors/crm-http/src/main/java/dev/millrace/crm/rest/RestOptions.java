package dev.millrace.crm.rest;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of {@code sink} that only {@code type: http} has; docs/http.md shows them at work. */
final class RestOptions {

  private static final Set<ConfigOption<?>> MUTABLE = new LinkedHashSet<>();

  static final OperationOptions UPSERT = OperationOptions.upsert();
  static final OperationOptions CREATE = OperationOptions.create();
  static final OperationOptions DELETE = OperationOptions.delete();
  static final OperationOptions LOOKUP = OperationOptions.lookup();

  static final ConfigOption<Map<String, String>> HEADERS =
      add(
          ConfigOptions.key("headers")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Headers of every request, a key each: headers.Prefer. What is in them is no secret; that is"
                      + " sink.token with auth.header."));

  static final ConfigOption<Map<String, String>> OBJECTS =
      add(
          ConfigOptions.key("objects")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Further names of a mapping's object, for templates: with objects.contacts.type: contact, {object.type}"
                      + " stands for contact where the mapping's object is contacts."));

  static final ConfigOption<String> NESTED =
      add(
          ConfigOptions.key("nested-fields")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "What separates the names of nested objects in a mapped field's name: with '.', the field"
                      + " custom_fields.size is the member size of the object custom_fields. Default: none are nested."));

  static final ConfigOption<Boolean> CASE_INSENSITIVE =
      add(
          ConfigOptions.key("case-insensitive-ids")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Whether the CRM takes external ids that differ only in case for the same record."));

  static final ConfigOption<List<String>> SUCCESS =
      statuses("success", "that mean the request was carried out", "200-299");
  static final ConfigOption<List<String>> UNAUTHORIZED =
      statuses("unauthorized", "that mean the login is to be renewed", "401");
  static final ConfigOption<List<String>> THROTTLE =
      statuses("throttle", "that mean a limit is reached: the sink pauses", "429");
  static final ConfigOption<List<String>> RETRY =
      statuses(
          "retry",
          "that mean the CRM could not work on the request: it is repeated for as long as it takes",
          "408",
          "423",
          "425",
          "500-599");
  static final ConfigOption<List<String>> STOP =
      statuses(
          "stop",
          "that mean no record will ever be accepted like this: the job stops",
          "300-399",
          "402-405");
  static final ConfigOption<List<String>> REFUSE =
      statuses(
          "refuse",
          "that mean a record of the request is not accepted: it is looked for by halving the request",
          "400-499");

  static final ConfigOption<String> ERROR_CODE =
      add(
          ConfigOptions.key("errors.code")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "JSON pointer to the error's code in an answer that is an error as a whole, and in an element of"
                      + " results.array."));
  static final ConfigOption<String> ERROR_MESSAGE =
      add(
          ConfigOptions.key("errors.message")
              .stringType()
              .noDefaultValue()
              .withDescription("JSON pointer to the error's message, likewise."));
  static final ConfigOption<List<String>> RETRY_CODES =
      codes("retry", "a fault of the moment: the records are sent again by themselves");
  static final ConfigOption<List<String>> THROTTLE_CODES =
      codes("throttle", "that a limit is reached");
  static final ConfigOption<List<String>> STOP_CODES =
      codes("stop", "that no record will ever be accepted like this");
  static final ConfigOption<List<String>> REFUSE_CODES =
      codes("refuse", "that a record is not accepted");

  static final ConfigOption<List<String>> CALL_LIMIT =
      add(
          ConfigOptions.key("limits.calls")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "Most requests in a span of time: 80 per 2 s. Or several, each of which holds: [20 per 1 s, 6000 per 5 min]; the headers tell of the first."));
  static final ConfigOption<Long> DAILY_LIMIT =
      add(
          ConfigOptions.key("limits.daily")
              .longType()
              .noDefaultValue()
              .withDescription("Most requests in a day, of all applications of the account."));
  static final ConfigOption<String> LIMIT_HEADER =
      header("limits.calls-header", "tells how many requests the span allows");
  static final ConfigOption<String> REMAINING_HEADER =
      header("limits.remaining-header", "tells how many are left in the span");
  static final ConfigOption<String> DAILY_HEADER =
      header("limits.daily-header", "tells how many requests the day allows");
  static final ConfigOption<String> DAILY_REMAINING_HEADER =
      header("limits.daily-remaining-header", "tells how many are left of the day's");
  static final ConfigOption<String> RESET_HEADER =
      header(
          "limits.reset-header",
          "tells in how many seconds the limit is free again, where there is no Retry-After");
  static final ConfigOption<Duration> THROTTLE_PAUSE =
      add(
          ConfigOptions.key("limits.pause")
              .durationType()
              .noDefaultValue()
              .withDescription(
                  "How long to pause at a limit when the answer does not say. Default: a time that grows."));

  static final ConfigOption<String> SIGNATURE_HEADER =
      header("signature.header", "takes the request's HMAC; none is computed without it");
  static final ConfigOption<String> SIGNATURE_SECRET =
      add(
          ConfigOptions.key("signature.secret")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The HMAC's key, as a secret reference: ${env:NAME} or ${file:PATH}."));
  static final ConfigOption<String> SIGNATURE_ALGORITHM =
      add(
          ConfigOptions.key("signature.algorithm")
              .stringType()
              .defaultValue("HmacSHA256")
              .withDescription("The HMAC's name in Java: HmacSHA256, HmacSHA512, HmacSHA1."));
  static final ConfigOption<Signature.Encoding> SIGNATURE_ENCODING =
      add(
          ConfigOptions.key("signature.encoding")
              .enumType(Signature.Encoding.class)
              .defaultValue(Signature.Encoding.HEX)
              .withDescription("How it is written: 'hex' or 'base64'."));
  static final ConfigOption<String> SIGNATURE_PREFIX =
      add(
          ConfigOptions.key("signature.prefix")
              .stringType()
              .noDefaultValue()
              .withDescription("What stands before it in the header: sha256=."));
  static final ConfigOption<String> SIGNATURE_CONTENT =
      add(
          ConfigOptions.key("signature.content")
              .stringType()
              .defaultValue("{body}")
              .withDescription(
                  "What is signed, of {body}, {timestamp}, {method}, {path} (from base-url on) and other text:"
                      + " {timestamp}.{body}."));
  static final ConfigOption<String> TIMESTAMP_HEADER =
      header("signature.timestamp-header", "takes the time that {timestamp} stands for");
  static final ConfigOption<Signature.TimeUnit> TIMESTAMP_UNIT =
      add(
          ConfigOptions.key("signature.timestamp-unit")
              .enumType(Signature.TimeUnit.class)
              .defaultValue(Signature.TimeUnit.SECONDS)
              .withDescription("What {timestamp} counts since 1970: 'seconds' or 'millis'."));

  static final ConfigOption<String> CORRELATION_HEADER =
      header("correlation-header", "names the request for the CRM's support, for messages");
  static final ConfigOption<String> CHECK_URL =
      add(
          ConfigOptions.key("check-url")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "Path from base-url on that check asks for, by GET, and that is answered with success only to a login"
                      + " in force. Default: check asks for the base URL by HEAD, and tells a login from none only by"
                      + " status.unauthorized."));

  static final Set<ConfigOption<?>> ALL = all();

  private RestOptions() {}

  private static Set<ConfigOption<?>> all() {
    for (OperationOptions operation : List.of(UPSERT, CREATE, DELETE, LOOKUP)) {
      MUTABLE.addAll(operation.all());
    }
    return Set.copyOf(MUTABLE);
  }

  private static ConfigOption<List<String>> statuses(
      String name, String meaning, String... byDefault) {
    return add(
        ConfigOptions.key("status." + name)
            .stringType()
            .asList()
            .defaultValues(byDefault)
            .withDescription(
                "Statuses "
                    + meaning
                    + (name.equals("refuse")
                        ? ". A status of several sets belongs to one that is configured, else to the first of"
                            + " success, unauthorized, throttle, retry, stop, refuse."
                        : ".")));
  }

  private static ConfigOption<List<String>> codes(String name, String meaning) {
    return add(
        ConfigOptions.key("errors." + name)
            .stringType()
            .asList()
            .noDefaultValue()
            .withDescription("Codes that mean " + meaning + ", whatever the status."));
  }

  private static ConfigOption<String> header(String key, String meaning) {
    return add(
        ConfigOptions.key(key)
            .stringType()
            .noDefaultValue()
            .withDescription("Name of the header that " + meaning + "."));
  }

  private static <T> ConfigOption<T> add(ConfigOption<T> option) {
    MUTABLE.add(option);
    return option;
  }
}

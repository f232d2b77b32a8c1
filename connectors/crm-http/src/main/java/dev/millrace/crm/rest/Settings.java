package dev.millrace.crm.rest;

import dev.millrace.crm.CallLimit;
import dev.millrace.secret.SecretReference;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;

/** A {@code sink} section as configured, apart from any mapping. */
final class Settings {

  final Operation upsert;

  /** Null for none, as are the two after it. */
  final Operation create;

  final Operation delete;
  final Operation lookup;
  final Map<String, String> headers;
  final Map<String, String> objects;
  final String nested;
  final boolean caseInsensitive;
  final Errors errors;
  final Signature signature;
  final List<CallLimit> limits;

  /**
   * @param faults takes all that is wrong with the section
   */
  Settings(ReadableConfig sink, FaultList faults, Clock clock) {
    this.upsert = new Operation(RestOptions.UPSERT, sink, faults);
    this.delete =
        sink.get(RestOptions.DELETE.method).equals("none")
            ? null
            : new Operation(RestOptions.DELETE, sink, faults);
    this.create = optional(RestOptions.CREATE, sink, faults);
    this.lookup = optional(RestOptions.LOOKUP, sink, faults);
    this.headers = sink.get(RestOptions.HEADERS);
    this.objects = sink.get(RestOptions.OBJECTS);
    this.nested = sink.get(RestOptions.NESTED);
    this.caseInsensitive = sink.get(RestOptions.CASE_INSENSITIVE);
    this.errors = new Errors(sink, faults);
    this.signature = Signature.of(sink, faults, clock);
    this.limits = Limits.of(sink, faults);
    headers.forEach((name, value) -> checkHeader(name, value, faults));
    checkLookup(upsert, faults);
    if (delete != null) {
      checkLookup(delete, faults);
    }
    if (create == null && upsert.needsFound()) {
      faults.add(
          RestOptions.CREATE.url.key(),
          "missing",
          "the path of the request that makes a record which the lookup did not find");
    }
  }

  private static Operation optional(
      OperationOptions options, ReadableConfig sink, FaultList faults) {
    return sink.getOptional(options.url).isPresent() ? new Operation(options, sink, faults) : null;
  }

  private void checkLookup(Operation operation, FaultList faults) {
    if (!operation.needsFound()) {
      return;
    }
    if (lookup == null) {
      faults.add(
          RestOptions.LOOKUP.url.key(),
          "missing",
          "the path of a request that finds what {found} stands for in sink."
              + operation.options.name());
    }
    if (operation.maxRecords > 1) {
      faults.add(
          operation.options.batchSize.key(),
          "{found} in a request with several records",
          "1, since each record is looked up by itself");
    }
  }

  private static void checkHeader(String name, String value, FaultList faults) {
    String key = RestOptions.HEADERS.key() + '.' + name;
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[\\x20-\\x7E\\t]*")) {
      faults.add(key, "no header", "a name and a value that HTTP allows");
    } else if (name.equalsIgnoreCase("Authorization") || isSecret(value)) {
      faults.add(
          key,
          "a login",
          "headers without secrets",
          "set sink.token, with sink.auth.header and sink.auth.scheme where it is not a bearer token");
    }
  }

  private static boolean isSecret(String value) {
    try {
      SecretReference.parse(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The external id as the CRM compares it. */
  String key(String externalId) {
    return caseInsensitive ? externalId.toLowerCase(Locale.ROOT) : externalId;
  }
}

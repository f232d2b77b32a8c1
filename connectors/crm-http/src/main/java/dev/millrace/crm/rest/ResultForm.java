package dev.millrace.crm.rest;

import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;

/** How the results of single records are found in an answer, as configured. */
final class ResultForm {

  /** Names to the array along which to go; null when the answer itself is the one element. */
  final List<String> array;

  final boolean byKey;

  /** Null where an element does not name its record; as are the next three where not configured. */
  final String key;

  final String status;
  final String errorCode;
  final String errorMessage;
  final Set<String> accepted;

  /** What {@code {found}} stands for, of a lookup. */
  final String found;

  ResultForm(OperationOptions options, ReadableConfig sink, FaultList faults) {
    String pointer = Errors.pointer(sink, options.results, faults);
    this.array = pointer == null ? null : Pointers.names(pointer);
    this.key = Errors.pointer(sink, options.key, faults);
    this.byKey = options.match != null && sink.get(options.match) == Match.KEY;
    this.status = Errors.pointer(sink, options.status, faults);
    this.errorCode = Errors.pointer(sink, RestOptions.ERROR_CODE, faults);
    this.errorMessage = Errors.pointer(sink, RestOptions.ERROR_MESSAGE, faults);
    this.accepted =
        options.accepted == null
            ? Set.of()
            : Set.copyOf(sink.getOptional(options.accepted).orElse(List.of()));
    this.found = Errors.pointer(sink, options.found, faults);
    if (options.found != null && found == null && sink.getOptional(options.url).isPresent()) {
      faults.add(options.found.key(), "missing", "a JSON pointer to the CRM's own id of a record");
    }
    if (byKey && key == null) {
      faults.add(options.key.key(), "missing", "a JSON pointer, since results are matched by key");
    }
    if (status != null && accepted.isEmpty()) {
      faults.add(
          options.accepted.key(), "missing", "the values at results.status that mean success");
    }
  }

  /** Whether an answer of success has anything to read in it. */
  boolean isThere() {
    return array != null || key != null || status != null;
  }
}

package dev.millrace.crm.rest;

import dev.millrace.crm.CallLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.util.TimeUtils;

/** The CRM's limits on requests, as configured. */
final class Limits {

  private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})\\s*(?:per|in|/)\\s*(.+)");

  private Limits() {}

  static List<CallLimit> of(ReadableConfig sink, FaultList faults) {
    List<CallLimit> limits = new ArrayList<>();
    for (String text : sink.getOptional(RestOptions.CALL_LIMIT).orElse(List.of())) {
      CallLimit limit = burst(text.trim());
      if (limit == null || limit.isDaily()) {
        faults.add(
            RestOptions.CALL_LIMIT.key(),
            "'" + text + "'",
            "a number and a span of time: 80 per 2 s",
            "the day's limit is sink." + RestOptions.DAILY_LIMIT.key());
      } else {
        limits.add(limit);
      }
    }
    sink.getOptional(RestOptions.DAILY_LIMIT).map(CallLimit::daily).ifPresent(limits::add);
    return limits;
  }

  /** Null when the text is none. */
  private static CallLimit burst(String text) {
    Matcher matcher = LIMIT.matcher(text);
    try {
      return matcher.matches()
          ? CallLimit.burst(
              Long.parseLong(matcher.group(1)), TimeUtils.parseDuration(matcher.group(2)))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

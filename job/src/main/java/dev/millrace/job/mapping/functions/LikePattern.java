package dev.millrace.job.mapping.functions;

import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A pattern of SQL's LIKE; patterns stand in the configuration, so few are ever compiled. */
final class LikePattern {

  private static final int MOST_KEPT = 1_000;
  private static final ConcurrentHashMap<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private LikePattern() {}

  static boolean matches(String text, String like) {
    Pattern pattern = COMPILED.get(like);
    if (pattern == null) {
      pattern = Pattern.compile(regex(like), Pattern.DOTALL);
      // A pattern may also come from a column: do not keep one a row.
      if (COMPILED.size() < MOST_KEPT) {
        COMPILED.put(like, pattern);
      }
    }
    return pattern.matcher(text).matches();
  }

  private static String regex(String like) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        if (c == '\\' && i + 1 < like.length()) {
          c = like.charAt(++i);
        }
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}

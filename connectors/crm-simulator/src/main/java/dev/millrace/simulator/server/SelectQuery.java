package dev.millrace.simulator.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of the kind connectors ask: {@code SELECT a, b.c FROM T WHERE d IN ('x') AND e = 1 LIMIT
 * n}.
 *
 * @param fields empty when it asks for COUNT()
 * @param limit most records of the result
 */
public record SelectQuery(
    List<String> fields, String object, List<Condition> conditions, int limit) {

  /** One condition: a field's value is among these, or not; null among them stands for no value. */
  public record Condition(String field, boolean among, List<String> values) {}

  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|[\\w.:+-]+|!=|<>|[(),=]|\\S");

  /** Reads the tokens of one query in turn. */
  private static final class Tokens {

    private final List<String> tokens = new ArrayList<>();
    private int next;

    private Tokens(String query) {
      Matcher matcher = TOKEN.matcher(query);
      while (matcher.find()) {
        tokens.add(matcher.group());
      }
    }

    private String peek() {
      return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
      String token = peek();
      next++;
      return token;
    }

    private boolean takeIf(String word) {
      if (peek().equalsIgnoreCase(word)) {
        next++;
        return true;
      }
      return false;
    }

    private void expect(String word) {
      if (!takeIf(word)) {
        throw malformed(peek());
      }
    }
  }

  /**
   * @throws Malformed when the query is no such query
   */
  public static SelectQuery parse(String query) {
    Tokens tokens = new Tokens(query);
    tokens.expect("SELECT");
    List<String> fields = new ArrayList<>();
    do {
      String field = tokens.take();
      if (field.equalsIgnoreCase("COUNT")) {
        tokens.expect("(");
        tokens.expect(")");
      } else {
        fields.add(field);
      }
    } while (tokens.takeIf(","));
    tokens.expect("FROM");
    String object = tokens.take();
    List<Condition> conditions = new ArrayList<>();
    if (tokens.takeIf("WHERE")) {
      do {
        conditions.add(condition(tokens));
      } while (tokens.takeIf("AND"));
    }
    if (tokens.takeIf("ORDER")) {
      tokens.expect("BY");
      tokens.take();
      if (!tokens.takeIf("ASC")) {
        tokens.takeIf("DESC");
      }
    }
    int limit = tokens.takeIf("LIMIT") ? number(tokens.take()) : Integer.MAX_VALUE;
    if (!tokens.peek().isEmpty()) {
      throw malformed(tokens.peek());
    }
    return new SelectQuery(fields, object, conditions, limit);
  }

  private static int number(String token) {
    try {
      return Integer.parseInt(token);
    } catch (NumberFormatException e) {
      throw malformed(token);
    }
  }

  private static Condition condition(Tokens tokens) {
    String field = tokens.take();
    boolean not = tokens.takeIf("NOT");
    String operator = tokens.take().toUpperCase(Locale.ROOT);
    List<String> values = new ArrayList<>();
    switch (operator) {
      case "=" -> values.add(value(tokens.take()));
      case "!=", "<>" -> {
        not = true;
        values.add(value(tokens.take()));
      }
      case "IN" -> {
        tokens.expect("(");
        do {
          values.add(value(tokens.take()));
        } while (tokens.takeIf(","));
        tokens.expect(")");
      }
      default -> throw malformed(operator);
    }
    return new Condition(field, !not, values);
  }

  private static String value(String token) {
    if (!token.startsWith("'")) {
      return token.equalsIgnoreCase("null") ? null : token;
    }
    if (token.length() < 2 || !token.endsWith("'")) {
      throw malformed(token);
    }
    return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static Malformed malformed(String token) {
    return new Malformed("unexpected token: '" + token + "'");
  }

  /** A query that cannot be read. */
  public static final class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Malformed(String message) {
      super(message, null, false, false);
    }
  }
}

package dev.millrace.crm.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with placeholders: {@code {id}}, {@code {object}}, {@code {id-field}}, {@code {found}}, any
 * mapped field, each with or without an escape behind a bar.
 */
final class TextTemplate {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}|]+)(?:\\|([^{}|]*))?}");

  private final String key;
  private final List<Token> tokens = new ArrayList<>();

  /** A piece of a template as it was written. */
  private static final class Token {
    final String text;
    final String name;
    final String escape;

    Token(String text, String name, String escape) {
      this.text = text;
      this.name = name;
      this.escape = escape;
    }
  }

  /**
   * @param key of the setting, for faults
   */
  TextTemplate(String key, String text) {
    this.key = key;
    Matcher matcher = PLACEHOLDER.matcher(text);
    int at = 0;
    while (matcher.find()) {
      if (matcher.start() > at) {
        tokens.add(new Token(text.substring(at, matcher.start()), null, null));
      }
      tokens.add(new Token(null, matcher.group(1), matcher.group(2)));
      at = matcher.end();
    }
    if (at < text.length() || tokens.isEmpty()) {
      tokens.add(new Token(text.substring(at), null, null));
    }
  }

  boolean uses(String name) {
    return tokens.stream().anyMatch(token -> name.equals(token.name));
  }

  /** The names of its placeholders. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Token token : tokens) {
      if (token.name != null) {
        names.add(token.name);
      }
    }
    return names;
  }

  /** Binds the placeholders to what a record has; those that it lacks are faults. */
  BoundText bind(Names names) {
    Object[] parts = new Object[tokens.size()];
    for (int i = 0; i < parts.length; i++) {
      Token token = tokens.get(i);
      parts[i] =
          token.name == null
              ? token.text
              : names.find(key, token.name, Escape.named(token.escape, key, names.faults()));
    }
    return new BoundText(parts);
  }
}

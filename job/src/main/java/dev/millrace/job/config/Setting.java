package dev.millrace.job.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/** One value as it was written: a text, a list of texts, or nothing. */
final class Setting {

  static final ScalarResolver RESOLVER = new CoreScalarResolver(false);

  private final Place place;
  private final String text;
  private final List<String> items;
  private final boolean quoted;

  private Setting(Place place, String text, List<String> items, boolean quoted) {
    this.place = place;
    this.text = text;
    this.items = items;
    this.quoted = quoted;
  }

  /**
   * @param quoted whether the text is a text whatever it looks like
   */
  static Setting text(Place place, String text, boolean quoted) {
    boolean nothing = !quoted && Tag.NULL.equals(RESOLVER.resolve(text, true));
    return new Setting(place, nothing ? null : text, null, quoted);
  }

  static Setting list(Place place, List<String> items) {
    return new Setting(place, null, items, false);
  }

  Place place() {
    return place;
  }

  boolean isList() {
    return items != null;
  }

  boolean isNothing() {
    return text == null && items == null;
  }

  /** Null for a list and for nothing. */
  String text() {
    return text;
  }

  /** The list; a text is taken apart at its commas, as arguments and variables give it. */
  List<String> items() {
    return items != null ? items : List.of(text.trim().split("\\s*,\\s*"));
  }

  /** By the rules of YAML: null, {@link Boolean}, {@link Long}, {@link BigDecimal} or the text. */
  Object typed() {
    if (text == null || quoted) {
      return text;
    }
    Tag tag = RESOLVER.resolve(text, true);
    if (Tag.BOOL.equals(tag)) {
      return Boolean.valueOf(text);
    }
    try {
      if (Tag.INT.equals(tag)) {
        BigInteger number = new BigInteger(text);
        return number.bitLength() < Long.SIZE
            ? (Object) number.longValue()
            : new BigDecimal(number);
      }
      return Tag.FLOAT.equals(tag) ? (Object) new BigDecimal(text) : text;
    } catch (NumberFormatException e) {
      // 0x1F and .inf are numbers to YAML; nobody means a CRM to get them as such.
      return text;
    }
  }

  /** How a fault tells what was found. */
  String found() {
    if (isNothing()) {
      return "nothing";
    }
    return items != null ? "a list" : text.isEmpty() ? "an empty text" : Faults.quote(text);
  }
}

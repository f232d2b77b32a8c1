package dev.millrace.crm.rest;

import dev.millrace.change.Row;
import dev.millrace.crm.CrmRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A text template bound to a record type. */
final class BoundText {

  private final Object[] parts;

  /**
   * @param parts texts and {@link Placeholder}s
   */
  BoundText(Object[] parts) {
    this.parts = parts;
  }

  /** The one placeholder that is all of it; null when there is more or none. */
  Placeholder only() {
    return parts.length == 1 && parts[0] instanceof Placeholder ? (Placeholder) parts[0] : null;
  }

  /**
   * The text for a record: null when a value in it is null, {@link Row#UNCHANGED} when one is
   * unchanged.
   */
  Object text(CrmRecord record, String found) {
    if (parts.length == 1 && parts[0] instanceof String) {
      return parts[0];
    }
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      if (part instanceof String) {
        text.append((String) part);
      } else {
        Object value = ((Placeholder) part).value(record, found);
        if (value == null || value == Row.UNCHANGED) {
          return value;
        }
        text.append(((Placeholder) part).text(value));
      }
    }
    return text.toString();
  }

  /** The text as part of a URL: values are percent-encoded, nothing where there is none. */
  String url(CrmRecord record, String found) {
    StringBuilder url = new StringBuilder();
    for (Object part : parts) {
      if (part instanceof String) {
        url.append((String) part);
      } else {
        Object value = ((Placeholder) part).value(record, found);
        if (value != null && value != Row.UNCHANGED) {
          url.append(encode(((Placeholder) part).text(value)));
        }
      }
    }
    return url.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

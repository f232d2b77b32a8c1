package dev.millrace.crm.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the texts that JSON pointers (RFC 6901) point at, as a value streams by. */
final class Pointers {

  private final Node root = new Node();
  private final int count;

  private static final class Node {
    final Map<String, Node> members = new HashMap<>();
    final List<Integer> wanted = new ArrayList<>(1);
  }

  /**
   * @param pointers well-formed ones; null for one that points at nothing
   */
  Pointers(String... pointers) {
    count = pointers.length;
    for (int i = 0; i < count; i++) {
      if (pointers[i] != null) {
        Node node = root;
        for (String name : names(pointers[i])) {
          node = node.members.computeIfAbsent(name, n -> new Node());
        }
        node.wanted.add(i);
      }
    }
  }

  /** Whether the text is a pointer; {@code #} is one to the whole. */
  static boolean isPointer(String text) {
    return text.equals("#") || text.startsWith("/");
  }

  /** The names that a pointer goes along. */
  static List<String> names(String pointer) {
    List<String> names = new ArrayList<>();
    if (!pointer.equals("#")) {
      for (String name : pointer.substring(1).split("/", -1)) {
        names.add(name.replace("~1", "/").replace("~0", "~"));
      }
    }
    return names;
  }

  /**
   * Reads the value that the parser stands on.
   *
   * @return a text a pointer; null where there is no scalar, or null
   */
  String[] read(JsonParser json) throws IOException {
    String[] texts = new String[count];
    read(json, root, texts);
    return texts;
  }

  private static void read(JsonParser json, Node node, String[] texts) throws IOException {
    JsonToken token = json.currentToken();
    if (node == null || (token.isStructStart() && node.members.isEmpty())) {
      json.skipChildren();
    } else if (token == JsonToken.START_OBJECT) {
      String name;
      while ((name = json.nextFieldName()) != null) {
        json.nextToken();
        read(json, node.members.get(name), texts);
      }
    } else if (token == JsonToken.START_ARRAY) {
      int index = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        read(json, node.members.get(Integer.toString(index++)), texts);
      }
    } else if (token != JsonToken.VALUE_NULL) {
      for (int wanted : node.wanted) {
        texts[wanted] = json.getText();
      }
    }
  }

  /**
   * Goes forward to what a pointer points at.
   *
   * @param names as {@link #names} gives them
   * @return whether the parser stands on it
   */
  static boolean seek(JsonParser json, List<String> names) throws IOException {
    for (String wanted : names) {
      if (!step(json, wanted)) {
        return false;
      }
    }
    return true;
  }

  private static boolean step(JsonParser json, String wanted) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      String name;
      while ((name = json.nextFieldName()) != null) {
        json.nextToken();
        if (name.equals(wanted)) {
          return true;
        }
        json.skipChildren();
      }
    } else if (json.currentToken() == JsonToken.START_ARRAY) {
      int index = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (wanted.equals(Integer.toString(index++))) {
          return true;
        }
        json.skipChildren();
      }
    }
    return false;
  }
}

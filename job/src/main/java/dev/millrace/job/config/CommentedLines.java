package dev.millrace.job.config;

import java.util.ArrayList;
import java.util.List;

/** Lines of YAML, the comments behind them in a column. */
final class CommentedLines {

  /** A longer line has its comment behind it wherever that is. */
  private static final int WIDEST = 60;

  private final List<String> lines = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();

  void add(String line) {
    add(line, "");
  }

  void add(String line, String comment) {
    lines.add(line);
    comments.add(comment);
  }

  @Override
  public String toString() {
    int width =
        lines.stream().mapToInt(String::length).filter(length -> length <= WIDEST).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      text.append(line);
      if (!comments.get(i).isEmpty()) {
        text.append(" ".repeat(Math.max(0, width - line.length()))).append("  # ");
        text.append(comments.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }
}

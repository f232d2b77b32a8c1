package dev.millrace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The {@code console} blocks of a Markdown page. A line that begins with {@code $} is a command,
 * those with {@code >} behind it go on with it, and the others are what it prints: {@code ...} in a
 * line stands for any text, as a line of its own for any lines.
 *
 * @param blocks in the page's order
 */
record ConsolePage(List<Block> blocks) {

  /**
   * @param place the page's line, for messages
   */
  record Block(String place, List<Command> commands) {}

  record Command(String text, String expected) {

    /** Whether this is what the page has the command print. */
    boolean prints(String output) {
      StringBuilder pattern = new StringBuilder();
      for (String line : expected.lines().toList()) {
        pattern.append(
            line.equals("...")
                ? "(?:.*\n)*?"
                : Pattern.quote(line).replace("...", "\\E.*\\Q") + "\n");
      }
      return Pattern.matches(pattern.toString(), output);
    }
  }

  static ConsolePage read(Path page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals("```console")) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        blocks.add(
            new Block(page.getFileName() + ":" + (i + 2), commands(lines.subList(i + 1, end))));
        i = end;
      }
    }
    return new ConsolePage(blocks);
  }

  private static List<Command> commands(List<String> lines) {
    List<Command> commands = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("$ ")) {
        commands.add(new Command(line.substring(2) + "\n", ""));
      } else {
        Command last = commands.remove(commands.size() - 1);
        commands.add(
            line.startsWith("> ")
                ? new Command(last.text + line.substring(2) + "\n", last.expected)
                : new Command(last.text, last.expected + line + "\n"));
      }
    }
    return commands;
  }
}

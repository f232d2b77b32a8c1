package dev.millrace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Dockerfile's instructions, in order; those of this project stand on a line each.
 *
 * @param instructions none is a comment
 */
record Dockerfile(List<Instruction> instructions) {

  /** For example {@code COPY} and {@code [lib/, /opt/flink/lib/]}. */
  record Instruction(String word, List<String> arguments) {}

  static Dockerfile read(Path file) throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> words = Arrays.asList(line.split(" +"));
        instructions.add(new Instruction(words.get(0), words.subList(1, words.size())));
      }
    }
    return new Dockerfile(instructions);
  }

  List<List<String>> all(String word) {
    return instructions.stream()
        .filter(instruction -> instruction.word().equals(word))
        .map(Instruction::arguments)
        .toList();
  }

  /** What stands behind {@code ARG name=}. */
  String argument(String name) {
    return all("ARG").stream()
        .map(arguments -> arguments.get(0))
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no ARG " + name));
  }
}

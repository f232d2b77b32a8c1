package dev.millrace.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A shell that commands are typed into, one after the other. */
final class Console implements AutoCloseable {

  private static final String PROMPT = "-- the prompt of the console --";

  private final Duration limit;
  private final Process shell;
  private final Writer typed;
  private final BufferedReader printed;

  /**
   * @param limit most time for a command
   */
  Console(Path folder, Duration limit) throws IOException {
    this.limit = limit;
    shell =
        new ProcessBuilder("bash", "--noprofile", "--norc")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    typed = shell.outputWriter(StandardCharsets.UTF_8);
    printed = shell.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Runs a command to its end and returns what it printed.
   *
   * @throws IllegalStateException when it takes longer than the limit; the shell has ended then
   */
  String run(String command) throws IOException, InterruptedException {
    typed.write(command + "echo '" + PROMPT + "'\n");
    typed.flush();
    return TimeLimit.of(limit, command, shell, this::untilPrompt);
  }

  private String untilPrompt() throws IOException {
    StringBuilder output = new StringBuilder();
    for (String line = printed.readLine(); !PROMPT.equals(line); line = printed.readLine()) {
      if (line == null) {
        throw new IOException("the shell has ended; it printed:\n" + output);
      }
      output.append(line).append('\n');
    }
    return output.toString();
  }

  Process process() {
    return shell;
  }

  @Override
  public void close() throws IOException {
    typed.close();
    shell.destroy();
  }
}

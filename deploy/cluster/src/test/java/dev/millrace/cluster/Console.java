package dev.millrace.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A shell that commands are typed into, one after the other. */
final class Console implements AutoCloseable {

  private static final String PROMPT = "-- the prompt of the console --";

  private final Process shell;
  private final Writer typed;
  private final BufferedReader printed;

  Console(Path folder) throws IOException {
    shell =
        new ProcessBuilder("bash", "--noprofile", "--norc")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    typed = shell.outputWriter(StandardCharsets.UTF_8);
    printed = shell.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs a command to its end and returns what it printed. */
  String run(String command) throws IOException {
    typed.write(command + "echo '" + PROMPT + "'\n");
    typed.flush();
    StringBuilder output = new StringBuilder();
    for (String line = printed.readLine(); !PROMPT.equals(line); line = printed.readLine()) {
      if (line == null) {
        throw new IOException("the shell has ended; it printed:\n" + output);
      }
      output.append(line).append('\n');
    }
    return output.toString();
  }

  @Override
  public void close() throws IOException {
    typed.close();
    shell.destroy();
  }
}

package dev.millrace.local;

import dev.millrace.job.command.Millrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Command line of {@code deploy/local/millrace}: Millrace's commands with the job in this process,
 * which keeps its positions in a directory, and {@code stop}.
 */
public final class LocalMillrace {

  private static final String USAGE =
      """
      On this machine:
        run --config FILE [--state DIR]   goes on from the newest checkpoint or savepoint in DIR
                                          (default: FILE.state)
        stop --config FILE [--state DIR]  stops that run with a savepoint
      """;

  private LocalMillrace() {}

  public static void main(String[] arguments) {
    Quiet.javaUtilLogging();
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    System.exit(run(new ArrayList<>(Arrays.asList(arguments)), out, err));
  }

  private static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
    Optional<StateDirectory> state =
        take("--state", arguments)
            .map(Path::of)
            .map(StateDirectory::new)
            .or(() -> value("--config", arguments).map(Path::of).map(StateDirectory::of));
    if (!arguments.isEmpty() && arguments.get(0).equals("stop")) {
      return stop(state, out, err);
    }
    LocalFlink flink = new LocalFlink();
    Runtime.getRuntime().addShutdownHook(new Thread(flink::close, "remove-flink-directory"));
    int exitCode =
        Millrace.run(
            () -> start(flink, state.orElseThrow(), out),
            out,
            err,
            arguments.toArray(String[]::new));
    if (arguments.isEmpty() || arguments.contains("--help")) {
      out.print(USAGE);
      out.flush();
    }
    return exitCode;
  }

  private static StreamExecutionEnvironment start(
      LocalFlink flink, StateDirectory state, PrintWriter out) {
    state
        .newest()
        .ifPresentOrElse(
            newest -> out.println("Goes on from " + newest),
            () -> out.println("Starts anew; positions are kept in " + state));
    StreamExecutionEnvironment environment = flink.environment(state);
    state.running(flink.webUrl());
    Runtime.getRuntime().addShutdownHook(new Thread(state::stopped, "forget-web-url"));
    out.println("Running. Flink's web UI: " + flink.webUrl() + "   Stop with Ctrl-C.");
    return environment;
  }

  private static int stop(Optional<StateDirectory> state, PrintWriter out, PrintWriter err) {
    if (state.isEmpty()) {
      err.println("Which run? Give its --config FILE or its --state DIR.");
      return Millrace.REFUSED;
    }
    try {
      new StopCommand(state.get(), out).stop();
      return Millrace.OK;
    } catch (IOException | IllegalStateException e) {
      err.println("Not stopped: " + e.getMessage());
      return Millrace.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Millrace.FAILED;
    }
  }

  /** The option's value, taken out of the arguments. */
  private static Optional<String> take(String option, List<String> arguments) {
    Optional<String> value = value(option, arguments);
    int at = arguments.indexOf(option);
    if (at >= 0) {
      arguments.subList(at, Math.min(at + 2, arguments.size())).clear();
    } else {
      arguments.removeIf(argument -> argument.startsWith(option + '='));
    }
    return value;
  }

  private static Optional<String> value(String option, List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(option + '=')) {
        return Optional.of(arguments.get(i).substring(option.length() + 1));
      }
      if (arguments.get(i).equals(option) && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }
}

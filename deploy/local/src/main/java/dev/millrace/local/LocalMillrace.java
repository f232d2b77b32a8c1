package dev.millrace.local;

import dev.millrace.job.command.Millrace;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Command line of {@code deploy/local/millrace}: Millrace's commands, the job in this process. */
public final class LocalMillrace {

  private LocalMillrace() {}

  public static void main(String[] arguments) {
    Quiet.javaUtilLogging();
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    LocalFlink flink = new LocalFlink();
    Runtime.getRuntime().addShutdownHook(new Thread(flink::close, "remove-flink-directory"));
    int exitCode =
        Millrace.run(
            () -> {
              out.println("Running. Flink's web UI: " + flink.webUrl() + "   Stop with Ctrl-C.");
              return flink.environment();
            },
            out,
            err,
            arguments);
    System.exit(exitCode);
  }
}

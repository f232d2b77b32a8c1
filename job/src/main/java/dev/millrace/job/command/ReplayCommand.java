package dev.millrace.job.command;

import dev.millrace.check.Fault;
import dev.millrace.job.config.JobConfig;
import dev.millrace.job.replay.DeadLetterFiles;
import dev.millrace.job.replay.Replay;
import dev.millrace.job.replay.ReplayReport;
import dev.millrace.job.replay.StoredLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Delivers the current rows of dead letters, in this process; see docs/dead-letters.md. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Reads the rows of dead letters as they are now and delivers them. May run while the job"
            + " does. Changes no file.",
    footer = Millrace.FOOTER)
final class ReplayCommand implements Callable<Integer> {

  @Mixin private ConfigArguments arguments;

  // Not in the mixin: picocli looks for it in the command alone.
  @Unmatched private final List<String> settings = new ArrayList<>();

  @Option(
      names = "--dead-letters",
      required = true,
      paramLabel = "DIRECTORY",
      description = "Where dead-letters.type file has put them.")
  private String directory;

  @Option(
      names = "--object",
      paramLabel = "NAME",
      description = "Only letters of this object of the CRM.")
  private String object;

  @Option(
      names = "--error",
      paramLabel = "CODE",
      description = "Only letters with this code of the CRM.")
  private String error;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JobConfig config = arguments.load(settings);
    List<StoredLetter> all = read();
    List<StoredLetter> letters =
        all.stream()
            .filter(stored -> object == null || object.equals(stored.letter().object()))
            .filter(
                stored ->
                    error == null
                        || stored.letter().isDelivered()
                        || error.equals(stored.letter().code()))
            .collect(Collectors.toList());
    if (isEmpty(letters) && !isEmpty(all)) {
      throw new Refusal(List.of(nothingMatches(all)));
    }
    ReplayReport report = new Replay(config).run(letters);
    report.lines().forEach(spec.commandLine().getOut()::println);
    return report.isComplete() ? Millrace.OK : Millrace.FAILED;
  }

  private static boolean isEmpty(List<StoredLetter> letters) {
    return letters.stream().allMatch(stored -> stored.letter().isDelivered());
  }

  private Fault nothingMatches(List<StoredLetter> all) {
    String there =
        all.stream()
            .map(StoredLetter::letter)
            .filter(letter -> !letter.isDelivered())
            .collect(
                Collectors.groupingBy(
                    letter -> letter.object() + " " + letter.code(),
                    TreeMap::new,
                    Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
    return new Fault(
        Stream.of("--object " + object, "--error " + error)
            .filter(option -> !option.endsWith(" null"))
            .collect(Collectors.joining(" ")),
        "no dead letter of " + directory + " is such a one",
        "an object and a code that are there: " + there,
        "");
  }

  private List<StoredLetter> read() throws Refusal {
    try {
      return DeadLetterFiles.read(directory);
    } catch (IOException e) {
      throw new Refusal(
          List.of(
              new Fault(
                  "--dead-letters " + directory,
                  e.getMessage(),
                  "a directory of dead letters that can be read",
                  "")));
    }
  }
}

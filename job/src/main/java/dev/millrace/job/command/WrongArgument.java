package dev.millrace.job.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be understood, in one line instead of the whole usage. */
public final class WrongArgument {

  private WrongArgument() {}

  /** What is wrong, the nearest right word where there is one, and where all words are told. */
  public static String text(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    StringBuilder text = new StringBuilder(wrong.getMessage());
    if (wrong instanceof UnmatchedArgumentException) {
      List<String> near = ((UnmatchedArgumentException) wrong).getSuggestions();
      if (!near.isEmpty()) {
        text.append("; nearest: ").append(near.get(0));
      }
    }
    return text.append("; see ")
        .append(command.getCommandSpec().qualifiedName())
        .append(" --help")
        .toString();
  }
}

package dev.millrace.job.replay;

import dev.millrace.crm.operator.DeadLetter;
import dev.millrace.job.deadletter.DeadLetterSinks;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Reads the finished files of a dead letter directory, whatever file system it is in. */
public final class DeadLetterFiles {

  private DeadLetterFiles() {}

  /**
   * All letters, file by file.
   *
   * @throws IOException when the directory or a file cannot be read, or a line is no dead letter,
   *     naming the line and not repeating it
   */
  public static List<StoredLetter> read(String directory) throws IOException {
    Path path = new Path(directory);
    FileSystem files = path.getFileSystem();
    if (!files.exists(path)) {
      throw new FileNotFoundException("there is no " + directory);
    }
    List<StoredLetter> letters = new ArrayList<>();
    readAll(files, path, letters);
    return letters;
  }

  private static void readAll(FileSystem files, Path directory, List<StoredLetter> letters)
      throws IOException {
    FileStatus[] entries = files.listStatus(directory);
    Arrays.sort(entries, Comparator.comparing(entry -> entry.getPath().getName()));
    for (FileStatus entry : entries) {
      String name = entry.getPath().getName();
      if (entry.isDir()) {
        readAll(files, entry.getPath(), letters);
      } else if (name.endsWith(DeadLetterSinks.SUFFIX) && !name.startsWith(".")) {
        readFile(files, entry.getPath(), letters);
      }
    }
  }

  private static void readFile(FileSystem files, Path file, List<StoredLetter> letters)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String place = file.getName() + ':' + number++;
        try {
          letters.add(new StoredLetter(place, DeadLetter.parse(line)));
        } catch (IllegalArgumentException e) {
          throw new IOException(place + ": " + e.getMessage(), e);
        }
      }
    }
  }
}

package dev.millrace.job.config;

/** Where a setting was made: a line of the file, an argument, a variable. */
final class Place {

  private static final int AFTER_THE_FILE = Integer.MAX_VALUE;

  private final int line;
  private final String origin;
  private final String path;

  private Place(int line, String origin, String path) {
    this.line = line;
    this.origin = origin;
    this.path = path;
  }

  /** {@code shop.yaml:12 mappings[0].id}; lines count from 1. */
  static Place line(String file, int line, String path) {
    return new Place(line, file + ':' + line, path);
  }

  /** The file as a whole, or what it lacks. */
  static Place file(String file, String path) {
    return new Place(AFTER_THE_FILE, file, path);
  }

  /** Outside of the file: {@code argument --source.port}. */
  static Place outside(String origin) {
    return new Place(AFTER_THE_FILE, origin, "");
  }

  /** The place of something that ought to stand below this one. */
  Place missing(String path) {
    return new Place(line, origin, path);
  }

  /** {@code shop.yaml:12} of a file whatever folder it is in, else what is not the file. */
  String origin() {
    return line == AFTER_THE_FILE ? origin : origin.substring(origin.lastIndexOf('/') + 1);
  }

  /** For sorting: places in the file by their line, all others after them. */
  int line() {
    return line;
  }

  @Override
  public String toString() {
    return path.isEmpty() ? origin : origin + ' ' + path;
  }
}

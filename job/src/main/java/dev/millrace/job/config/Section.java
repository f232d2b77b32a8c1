package dev.millrace.job.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A section of the configuration as it was written, in the order of the file: every setting by its
 * key below the section, {@code scan.startup.mode}, however deep it was nested.
 */
final class Section {

  private final String path;
  private final Place place;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Map<String, Place> maps = new LinkedHashMap<>();

  Section(String path, Place place) {
    this.path = path;
    this.place = place;
  }

  /** {@code source}, {@code mappings[0]}. */
  String path() {
    return path;
  }

  Place place() {
    return place;
  }

  Map<String, Setting> settings() {
    return settings;
  }

  /** Where the keys stand that have a map below them. */
  Map<String, Place> maps() {
    return maps;
  }

  /** Null when the key is not there. */
  Setting get(String key) {
    return settings.get(key);
  }

  /** Where the key stands, or where it is missed. */
  Place place(String key) {
    Setting setting = settings.get(key);
    if (setting != null) {
      return setting.place();
    }
    Place map = maps.get(key);
    return map != null ? map : place.missing(path + '.' + key);
  }
}

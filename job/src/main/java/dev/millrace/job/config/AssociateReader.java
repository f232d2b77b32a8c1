package dev.millrace.job.config;

import dev.millrace.crm.Association;
import dev.millrace.crm.CrmConnectors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code associate} of the mappings, once all mappings are known. */
final class AssociateReader {

  private static final String ASSOCIATE = MappingOptions.ASSOCIATE.key();
  private static final String TO = "to";
  private static final String BY = "by";
  private static final String FORM = "{to: object, by: expression}, or a list of such";
  private static final Pattern KEY =
      Pattern.compile("(" + ASSOCIATE + "(?:\\.(\\d{1,4}))?)\\.(.+)");

  private final Faults faults;
  private final boolean associates;
  private final Map<String, Set<String>> ids = new LinkedHashMap<>();

  /**
   * @param sections all mappings as they were written
   * @param crm the sink's type; null when it is none
   */
  AssociateReader(List<Section> sections, String crm, Faults faults) {
    this.faults = faults;
    // Of an unknown CRM there is a fault already.
    this.associates = crm == null || CrmConnectors.factory(crm).associates();
    for (Section section : sections) {
      Setting object = section.get(MappingOptions.OBJECT.key());
      Setting id = section.get(MappingOptions.ID.key());
      if (object != null && object.text() != null) {
        Set<String> known = ids.computeIfAbsent(object.text(), o -> new LinkedHashSet<>());
        if (id != null && id.text() != null) {
          known.add(id.text());
        }
      }
    }
  }

  /** Whether a key of a mapping is part of its {@code associate}. */
  static boolean reads(String key) {
    return key.equals(ASSOCIATE) || key.startsWith(ASSOCIATE + '.');
  }

  /** The entries that are whole; of the others there are faults. */
  List<AssociateConfig> read(Section section) {
    Map<Integer, Map<String, Setting>> entries = new TreeMap<>();
    Map<Integer, String> keys = new TreeMap<>();
    section
        .settings()
        .forEach(
            (key, setting) -> {
              Matcher matcher = KEY.matcher(key);
              if (matcher.matches()) {
                int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
                keys.put(index, matcher.group(1));
                entries
                    .computeIfAbsent(index, i -> new LinkedHashMap<>())
                    .put(matcher.group(3), setting);
              } else if (reads(key)) {
                faults.add(setting.place(), setting.found(), FORM);
              }
            });
    if (!associates && (!entries.isEmpty() || section.maps().containsKey(ASSOCIATE))) {
      faults.add(
          section.place(ASSOCIATE),
          "associations, which this CRM does not have",
          "a sink of type hubspot",
          "leave it out; records of Salesforce find their parent by a field: Account.Ext_Id__c");
      return List.of();
    }
    List<AssociateConfig> whole = new ArrayList<>();
    Set<String> objects = new LinkedHashSet<>();
    entries.forEach((index, entry) -> read(section, keys.get(index), entry, objects, whole));
    return whole;
  }

  private void read(
      Section section,
      String key,
      Map<String, Setting> entry,
      Set<String> objects,
      List<AssociateConfig> whole) {
    entry.forEach(
        (name, setting) -> {
          if (!name.equals(TO) && !name.equals(BY)) {
            faults.add(
                setting.place(),
                "unknown key " + Faults.quote(name),
                Nearest.expected(name, List.of(TO, BY)));
          }
        });
    String to = text(section, key, TO, "the CRM's name of the parents' object", entry);
    String by =
        text(section, key, BY, "an expression over the row's columns, the parent's id", entry);
    if (by != null) {
      ExpressionSyntax.check(entry.get(BY), faults);
    }
    if (to == null) {
      return;
    }
    Place place = section.place(key + '.' + TO);
    if (!objects.add(to)) {
      faults.add(
          place,
          "a second association with " + Faults.quote(to),
          "one with an object, since associations without a label cannot be told apart");
      return;
    }
    Set<String> parentIds = ids.get(to);
    if (parentIds == null) {
      faults.add(
          place,
          "no mapping has the object " + Faults.quote(to),
          Nearest.expected(to, ids.keySet()),
          "map the parents' table too: its id says what by must give");
    } else if (parentIds.size() > 1) {
      faults.add(
          place,
          "the mappings to " + Faults.quote(to) + " have the ids " + String.join(", ", parentIds),
          "the same id in all of them, since by gives its value");
    } else if (parentIds.size() == 1 && by != null) {
      Iterator<String> id = parentIds.iterator();
      whole.add(new AssociateConfig(new Association(to, id.next()), by, key));
    }
  }

  private String text(
      Section section, String key, String name, String expected, Map<String, Setting> entry) {
    Setting setting = entry.get(name);
    Place place =
        setting == null
            ? section.place(key).missing(section.path() + '.' + key + '.' + name)
            : setting.place();
    if (setting != null && setting.text() != null && !setting.text().isBlank()) {
      return setting.text().trim();
    }
    faults.add(place, setting == null ? "missing" : setting.found(), expected);
    return null;
  }
}

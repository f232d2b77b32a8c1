package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.store.ObjectType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of association that HubSpot defines, each with the one that leads back. */
final class AssociationTypes {

  static final String HUBSPOT_DEFINED = "HUBSPOT_DEFINED";

  /**
   * A type of association.
   *
   * @param category HUBSPOT_DEFINED or USER_DEFINED
   */
  record Spec(String category, long typeId) {

    static Spec of(long typeId) {
      return new Spec(HUBSPOT_DEFINED, typeId);
    }
  }

  /** From, to, unlabelled type, its way back; then pairs of labelled types and their ways back. */
  private static final String TABLE =
      """
      0-1 0-2 279 280 1 2
      0-3 0-1 3 4
      0-3 0-2 341 342 5 6
      0-1 0-5 15 16
      0-5 0-2 339 340 26 25
      0-3 0-5 27 28
      0-3 0-8 19 20
      0-1 0-1 449 449
      0-2 0-2 450 450 13 14
      0-3 0-3 451 451
      0-5 0-5 452 452
      """;

  private static final Map<String, List<Spec>> BY_DIRECTION = new HashMap<>();
  private static final Map<Spec, Spec> BACK = new HashMap<>();

  static {
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ");
              for (int i = 2; i < words.length; i += 2) {
                add(words[0], words[1], Spec.of(Long.parseLong(words[i])));
                add(words[1], words[0], Spec.of(Long.parseLong(words[i + 1])));
                BACK.put(Spec.of(Long.parseLong(words[i])), Spec.of(Long.parseLong(words[i + 1])));
                BACK.put(Spec.of(Long.parseLong(words[i + 1])), Spec.of(Long.parseLong(words[i])));
              }
            });
  }

  private AssociationTypes() {}

  private static void add(String from, String to, Spec spec) {
    List<Spec> specs = BY_DIRECTION.computeIfAbsent(from + ' ' + to, d -> new ArrayList<>());
    if (!specs.contains(spec)) {
      specs.add(spec);
    }
  }

  /** The unlabelled type; a made-up one where a custom object takes part. */
  static Spec unlabelled(ObjectType from, ObjectType to) {
    List<Spec> specs = BY_DIRECTION.get(from.typeId() + ' ' + to.typeId());
    return specs == null ? new Spec("USER_DEFINED", 1) : specs.get(0);
  }

  /** Whether such an association can lead from one object to the other. */
  static boolean leads(ObjectType from, ObjectType to, Spec spec) {
    return !spec.category().equals(HUBSPOT_DEFINED)
        || BY_DIRECTION.getOrDefault(from.typeId() + ' ' + to.typeId(), List.of()).contains(spec);
  }

  /** The type of the same association seen from its other end. */
  static Spec back(Spec spec) {
    return BACK.getOrDefault(spec, spec);
  }
}

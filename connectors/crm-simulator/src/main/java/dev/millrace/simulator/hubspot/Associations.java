package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.hubspot.AssociationTypes.Spec;
import dev.millrace.simulator.store.ObjectType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which records are associated with which, and how. Those of archived records do not show. */
final class Associations {

  private final Map<String, Map<Long, Map<Long, Set<Spec>>>> byDirection = new HashMap<>();

  /** Associates two records both ways, in exactly these ways and the unlabelled one. */
  void set(ObjectType from, long fromId, ObjectType to, long toId, Collection<Spec> specs) {
    Set<Spec> there = new LinkedHashSet<>(specs);
    there.add(AssociationTypes.unlabelled(from, to));
    Set<Spec> back = new LinkedHashSet<>();
    there.forEach(spec -> back.add(AssociationTypes.back(spec)));
    of(from, to).computeIfAbsent(fromId, id -> new LinkedHashMap<>()).put(toId, there);
    of(to, from).computeIfAbsent(toId, id -> new LinkedHashMap<>()).put(fromId, back);
  }

  /** Ends every association of two records; there need not be one. */
  void remove(ObjectType from, long fromId, ObjectType to, long toId) {
    of(from, to).getOrDefault(fromId, new HashMap<>()).remove(toId);
    of(to, from).getOrDefault(toId, new HashMap<>()).remove(fromId);
  }

  /** Ends these ways only; the records stay associated in the others. */
  void removeLabels(
      ObjectType from, long fromId, ObjectType to, long toId, Collection<Spec> specs) {
    Set<Spec> there = of(from, to).getOrDefault(fromId, Map.of()).get(toId);
    if (there != null) {
      List<Spec> left = new ArrayList<>(there);
      left.removeAll(specs);
      if (left.isEmpty()) {
        remove(from, fromId, to, toId);
      } else {
        set(from, fromId, to, toId, left);
      }
    }
  }

  /** The live records that a live record is associated with, and how. */
  Map<Long, Set<Spec>> of(ObjectType from, long fromId, ObjectType to) {
    Map<Long, Set<Spec>> shown = new LinkedHashMap<>();
    if (from.record(fromId) != null) {
      of(from, to)
          .getOrDefault(fromId, Map.of())
          .forEach(
              (toId, specs) -> {
                if (to.record(toId) != null) {
                  shown.put(toId, specs);
                }
              });
    }
    return shown;
  }

  private Map<Long, Map<Long, Set<Spec>>> of(ObjectType from, ObjectType to) {
    return byDirection.computeIfAbsent(
        from.typeId() + ' ' + to.typeId(), direction -> new HashMap<>());
  }
}

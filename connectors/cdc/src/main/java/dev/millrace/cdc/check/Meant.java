package dev.millrace.cdc.check;

import dev.millrace.change.TableId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The hint for a table that is not there. */
final class Meant {

  static String mend(TableId wanted, Collection<TableId> tables) {
    List<TableId> near = NearNames.of(wanted, tables);
    return near.isEmpty()
        ? "create it, or correct its name in the mappings, and in source.tables where that is set"
        : near.stream().map(TableId::toString).collect(Collectors.joining(" or ", "perhaps ", ""));
  }

  private Meant() {}
}

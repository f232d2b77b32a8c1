package dev.millrace.simulator.dataverse;

import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import dev.millrace.simulator.store.StoredRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record as a path names it: {@code contacts(cr_extid='A1')} or {@code contacts(<GUID>)}. Keys of
 * several columns are not known here.
 *
 * @param key null when {@code value} is the record's GUID
 */
record KeyPath(ObjectType type, Slot key, String value) {

  private static final Pattern PATH =
      Pattern.compile("/?(\\w+)\\((?:(\\w+)=)?(?:'((?:[^']|'')*)'|([^',()]+))\\)");

  /**
   * @throws ODataError when it names no record of an object there is, by a key it has
   */
  static KeyPath parse(Store store, String text) {
    Matcher matcher = PATH.matcher(text);
    if (!matcher.matches()) {
      throw ODataError.badRequest("'" + text + "' is no path of a record");
    }
    ObjectType type = type(store, matcher.group(1));
    String value =
        matcher.group(3) == null ? matcher.group(4) : matcher.group(3).replace("''", "'");
    if (matcher.group(2) == null) {
      return new KeyPath(type, null, value);
    }
    Slot key = type.slot(matcher.group(2));
    if (key == null || !key.unique()) {
      throw ODataError.badRequest(
          "The key property '"
              + matcher.group(2)
              + "' is not part of an alternate key of "
              + type.singular());
    }
    return new KeyPath(type, key, value);
  }

  static ObjectType type(Store store, String set) {
    ObjectType type = store.type(set);
    if (type == null) {
      throw ODataError.noResource(set);
    }
    return type;
  }

  /** Null when there is no such record. */
  StoredRecord find() {
    return key == null ? type.record(Guids.number(value)) : key.holder(key.fold(value));
  }
}

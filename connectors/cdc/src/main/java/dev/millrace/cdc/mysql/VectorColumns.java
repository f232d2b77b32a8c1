package dev.millrace.cdc.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventMetadataDeserializer;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * Has the binlog's client know MySQL 9's VECTOR. It ends at the first row of each table with a
 * column that it does not know the type of, also of a table that is not asked for.
 */
final class VectorColumns {

  static {
    // A VECTOR is logged as a BLOB is: MYSQL_TYPE_VECTOR in MySQL's field_types.h.
    same(ColumnType.class.getName(), 242, 252);
    // Its dimensions are a list of numbers, as a geometry's types are: VECTOR_DIMENSIONALITY of
    // Optional_metadata_field_type in MySQL's rows_event.h.
    same(TableMapEventMetadataDeserializer.class.getName() + "$MetadataFieldType", 13, 7);
  }

  @SuppressWarnings("unchecked")
  private static void same(String type, int code, int known) {
    try {
      Field types = Class.forName(type).getDeclaredField("INDEX_BY_CODE");
      types.setAccessible(true);
      Map<Integer, Object> byCode = (Map<Integer, Object>) types.get(null);
      byCode.putIfAbsent(code, byCode.get(known));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not the binlog client that this was written for", e);
    }
  }

  /** From the return on. */
  static void known() {
    // The call has initialized the class.
  }

  private VectorColumns() {}
}

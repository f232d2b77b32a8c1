package dev.millrace.change;

/**
 * A row image: a view on the values that the source decoded, read by column index. Immutable. Never
 * put a row into a log line or a message: it is somebody's data.
 */
public interface Row {

  /**
   * What {@link #value} returns for a column that the log does not hold: an unchanged TOAST column
   * of a Postgres update. The CRM already has its value; a connector leaves the field out. It must
   * never reach a CRM.
   */
  Object UNCHANGED =
      new Object() {
        @Override
        public String toString() {
          return "UNCHANGED";
        }
      };

  TableSchema schema();

  /**
   * The value of the column at this index of {@link TableSchema#columns}: null, {@link #UNCHANGED},
   * or an instance of the class that the column's {@link ColumnType.Kind} names. May convert on
   * each call, so read a value once.
   */
  Object value(int column);
}

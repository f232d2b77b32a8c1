package dev.millrace.cdc.postgres;

import dev.millrace.cdc.decode.Unavailable;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.data.SchemaBuilder;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/**
 * Takes columns out of Debezium's hands whose values it does not keep whole: arrays and points come
 * as the server's own text, intervals as ISO 8601 to the microsecond. Made by Debezium, from its
 * property {@code converters}.
 */
public final class TextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  @Override
  public void configure(Properties properties) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    String type = column.typeName();
    if (type.startsWith("_") || type.equals("point") || type.equals("interval")) {
      registration.register(SchemaBuilder.string(), TextConverter::text);
    }
  }

  private static Object text(Object value) {
    if (value == null) {
      return null;
    }
    if (value == UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE) {
      return Unavailable.PLACEHOLDER;
    }
    if (value instanceof PGInterval) {
      return iso((PGInterval) value);
    }
    return value instanceof PGobject ? ((PGobject) value).getValue() : value.toString();
  }

  private static String iso(PGInterval interval) {
    StringBuilder iso = new StringBuilder("P");
    append(iso, interval.getYears(), 'Y');
    append(iso, interval.getMonths(), 'M');
    append(iso, interval.getDays(), 'D');
    int date = iso.length();
    append(iso, interval.getHours(), 'H');
    append(iso, interval.getMinutes(), 'M');
    long micros = interval.getWholeSeconds() * 1_000_000L + interval.getMicroSeconds();
    if (micros != 0) {
      iso.append(java.math.BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString())
          .append('S');
    }
    if (iso.length() > date) {
      iso.insert(date, 'T');
    }
    return iso.length() == 1 ? "PT0S" : iso.toString();
  }

  private static void append(StringBuilder iso, int amount, char unit) {
    if (amount != 0) {
      iso.append(amount).append(unit);
    }
  }
}

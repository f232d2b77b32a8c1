package dev.millrace.cdc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.change.ColumnType;
import dev.millrace.change.ColumnType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint | SMALLINT | TINYINT",
        "tinyint unsigned | SMALLINT | TINYINT UNSIGNED",
        "tinyint(1) | BOOLEAN | TINYINT",
        "tinyint(1) unsigned | SMALLINT | TINYINT UNSIGNED",
        "smallint unsigned | INTEGER | SMALLINT UNSIGNED",
        "mediumint unsigned | INTEGER | MEDIUMINT UNSIGNED",
        "int | INTEGER | INT",
        "int(6) unsigned zerofill | BIGINT | INT UNSIGNED",
        "bigint | BIGINT | BIGINT",
        "float | REAL | FLOAT",
        "float(7,3) | REAL | FLOAT",
        "float unsigned | REAL | FLOAT UNSIGNED",
        "double | DOUBLE | DOUBLE",
        "bit(1) | BOOLEAN | BIT",
        "bit(12) | BYTES | BIT",
        "year | INTEGER | YEAR",
        "date | DATE | DATE",
        "time(6) | STRING | TIME",
        "datetime(6) | TIMESTAMP | DATETIME",
        "timestamp | TIMESTAMP_TZ | TIMESTAMP",
        "char(36) | STRING | CHAR",
        "varchar(200) | STRING | VARCHAR",
        "longtext | STRING | LONGTEXT",
        "varbinary(16) | BYTES | VARBINARY",
        "mediumblob | BYTES | MEDIUMBLOB",
        "enum('a(1)','b') | STRING | ENUM",
        "set('x','y') | STRING | SET",
        "json | STRING | JSON",
        "point | BYTES | POINT",
        "multipolygon | BYTES | MULTIPOLYGON",
        "geomcollection | BYTES | GEOMCOLLECTION",
      })
  void readsADeclaration(String declaration, Kind kind, String sqlName) {
    assertThat(MySqlTypes.ofDeclaration(declaration)).isEqualTo(ColumnType.of(kind, sqlName));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decimal(10,2) | 10 | 2 | DECIMAL",
        "decimal(65,30) unsigned | 65 | 30 | DECIMAL UNSIGNED",
        "decimal | 10 | 0 | DECIMAL",
        "bigint unsigned | 20 | 0 | BIGINT UNSIGNED",
      })
  void readsExactNumbers(String declaration, int precision, int scale, String sqlName) {
    assertThat(MySqlTypes.ofDeclaration(declaration))
        .isEqualTo(ColumnType.decimal(precision, scale, sqlName));
  }

  @Test
  void takesTheSynonymsOfTheLogsStatements() {
    assertThat(MySqlTypes.of("INTEGER", -1, -1)).isEqualTo(MySqlTypes.ofDeclaration("int"));
    assertThat(MySqlTypes.of("INT4 UNSIGNED ZEROFILL", 6, -1))
        .isEqualTo(MySqlTypes.ofDeclaration("int(6) unsigned zerofill"));
    assertThat(MySqlTypes.of("SERIAL", -1, -1))
        .isEqualTo(MySqlTypes.ofDeclaration("bigint unsigned"));
    assertThat(MySqlTypes.of("BOOL", -1, -1)).isEqualTo(MySqlTypes.ofDeclaration("tinyint(1)"));
    assertThat(MySqlTypes.of("DEC", 5, 1)).isEqualTo(MySqlTypes.ofDeclaration("decimal(5,1)"));
    assertThat(MySqlTypes.of("DOUBLE PRECISION", -1, -1))
        .isEqualTo(MySqlTypes.ofDeclaration("double"));
    assertThat(MySqlTypes.of("FLOAT", 53, -1).kind()).isEqualTo(Kind.DOUBLE);
  }

  @Test
  void refusesWhatIsNoDeclaration() {
    assertThatThrownBy(() -> MySqlTypes.ofDeclaration("(10)"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(10)");
  }
}

package dev.millrace.cdc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.postgresql.util.DriverInfo;

class BundledDriverTest {

  @Test
  void theLoadedDriverIsTheOneInsideFlinkCdc() {
    assertThatCode(BundledDriver::require).doesNotThrowAnyException();
    assertThat(BundledDriver.origin(Driver.class).getPath())
        .contains("flink-sql-connector-postgres-cdc-3.5.0.jar");
    assertThat(DriverInfo.DRIVER_VERSION).isEqualTo("42.7.3");
  }

  @Test
  void anotherDriverIsRefusedByName() {
    assertThatThrownBy(() -> BundledDriver.require(getClass(), Driver.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test-classes")
        .hasMessageContaining("only the one inside")
        .hasMessageContaining("flink-sql-connector-postgres-cdc-3.5.0.jar");
  }
}

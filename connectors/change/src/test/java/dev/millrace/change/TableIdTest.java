package dev.millrace.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableIdTest {

  @Test
  void isReadAsItIsWritten() {
    assertThat(TableId.parse("shop.Customers"))
        .isEqualTo(new TableId("shop", "Customers"))
        .hasToString("shop.Customers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "customers", ".customers", "shop.", "a.b.c"})
  void anythingButTwoNamesIsRefusedWithTheFormThatIsExpected(String text) {
    assertThatThrownBy(() -> TableId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("<schema>.<table>");
  }
}

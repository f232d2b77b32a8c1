package dev.millrace.cdc.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MySqlCheckTest {

  private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final String OTHER = "ea5e8a1c-71ca-11e1-9e33-c80aa9429562";

  @Test
  void findsTheTagsOfGtids() {
    assertThat(MySqlCheck.tagIn("")).isNull();
    assertThat(MySqlCheck.tagIn(SERVER + ":1-5:7,\n" + OTHER + ":1")).isNull();
    assertThat(MySqlCheck.tagIn(SERVER + ":1-5:7:nightly_1:1-3")).isEqualTo("nightly_1");
    assertThat(MySqlCheck.tagIn(SERVER + ":1,\n" + OTHER + ":_batch:1")).isEqualTo("_batch");
  }
}

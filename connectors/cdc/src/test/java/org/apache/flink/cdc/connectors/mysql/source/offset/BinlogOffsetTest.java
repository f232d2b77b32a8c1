package org.apache.flink.cdc.connectors.mysql.source.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.cdc.connectors.mysql.source.MySqlSource;
import org.apache.flink.cdc.connectors.shaded.org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BinlogOffsetTest {

  private static final String UUID_1 = "24bc7850-2c16-11e6-a073-0242ac110001";
  private static final String UUID_2 = "24bc7850-2c16-11e6-a073-0242ac110002";

  /** Every combination that the order looks at. */
  private static final List<Map<String, String>> POSITIONS =
      Stream.of(null, "", UUID_1 + ":1-5", UUID_1 + ":1-7", UUID_1 + ":1-7," + UUID_2 + ":1-2")
          .flatMap(
              gtids -> Stream.of("1", "2").map(server -> List.of(String.valueOf(gtids), server)))
          .flatMap(base -> Stream.of("0", "1700000000", "1700000001").map(ts -> plus(base, ts)))
          .flatMap(base -> Stream.of("binlog.000001", "BINLOG.000002").map(f -> plus(base, f)))
          .flatMap(base -> Stream.of("4", "1200").map(pos -> plus(base, pos)))
          .flatMap(base -> Stream.of("0", "3").map(events -> plus(base, events)))
          .map(
              base ->
                  position(
                      base.get(0).equals("null") ? null : base.get(0),
                      base.get(1),
                      base.get(2),
                      base.get(3),
                      base.get(4),
                      base.get(5)))
          .collect(Collectors.toList());

  private static Class<?> original;

  /** Flink CDC's own class, from its jar alone. */
  @BeforeAll
  static void loadOriginal() throws Exception {
    URL jar = MySqlSource.class.getProtectionDomain().getCodeSource().getLocation();
    assertThat(jar.getPath()).contains("flink-sql-connector-mysql-cdc");
    String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] rest =
        Arrays.stream(classPath)
            .filter(entry -> entry.endsWith(".jar"))
            .map(BinlogOffsetTest::url)
            .toArray(URL[]::new);
    ClassLoader loader = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader());
    original = loader.loadClass(BinlogOffset.class.getName());
    assertThat(original).isNotEqualTo(BinlogOffset.class);
  }

  @Test
  void ordersRowsWithinAnEventOfOneGtidSet() {
    Map<String, String> early = rows(position(UUID_1 + ":1-5", "1", "0", "", "4", "2"), "10");
    Map<String, String> late = rows(early, "5000");
    assertThat(new BinlogOffset(early)).isLessThan(new BinlogOffset(late));
    assertThat(new BinlogOffset(late).isAfter(new BinlogOffset(early))).isTrue();
    assertThat(new BinlogOffset(late).isAtOrBefore(new BinlogOffset(early))).isFalse();
    assertThat(new BinlogOffset(late)).isEqualByComparingTo(new BinlogOffset(new HashMap<>(late)));
  }

  /**
   * Fails when the connector on the class path has the correction (3.6.0 has): then our {@link
   * BinlogOffset} and {@code CorrectedBinlogOffset} can go.
   */
  @Test
  void theConnectorStillNeedsTheOverride() throws Exception {
    Map<String, String> early = rows(position(UUID_1 + ":1-5", "1", "0", "", "4", "2"), "10");
    assertThat(compareOriginal(early, rows(early, "5000"))).isZero();
  }

  @Test
  void ordersAllElseAsTheOriginalDoes() throws Exception {
    for (Map<String, String> one : POSITIONS) {
      for (Map<String, String> other : POSITIONS) {
        int ours = new BinlogOffset(one).compareTo(new BinlogOffset(other));
        assertThat(Integer.signum(ours))
            .as("%s and %s", one, other)
            .isEqualTo(Integer.signum(compareOriginal(one, other)));
      }
    }
  }

  @Test
  void nonStoppingIsTheLastOfAll() {
    BinlogOffset endless = BinlogOffset.ofNonStopping();
    assertThat(endless).isEqualByComparingTo(BinlogOffset.ofNonStopping());
    assertThat(POSITIONS)
        .allMatch(position -> new BinlogOffset(position).isBefore(endless))
        .allMatch(position -> endless.isAfter(new BinlogOffset(position)));
  }

  @Test
  void readsWhatItWasBuiltWith() {
    BinlogOffset offset =
        BinlogOffset.builder()
            .setBinlogFilePosition("binlog.000007", 1547)
            .setSkipEvents(3)
            .setSkipRows(20)
            .setGtidSet(UUID_1 + ":1-5")
            .setServerId(9)
            .setTimestampSec(1_700_000_000L)
            .build();
    assertThat(offset.getFilename()).isEqualTo("binlog.000007");
    assertThat(offset.getPosition()).isEqualTo(1547);
    assertThat(offset.getRestartSkipEvents()).isEqualTo(3);
    assertThat(offset.getRestartSkipRows()).isEqualTo(20);
    assertThat(offset.getGtidSet()).isEqualTo(UUID_1 + ":1-5");
    assertThat(offset.getServerId()).isEqualTo(9);
    assertThat(offset.getTimestampSec()).isEqualTo(1_700_000_000L);
    assertThat(offset.getOffsetKind()).isEqualTo(BinlogOffsetKind.SPECIFIC);
    assertThat(offset).isEqualTo(new BinlogOffset(new HashMap<>(offset.getOffset())));
    assertThat(new BinlogOffset(Collections.emptyMap()).getOffsetKind()).isNull();
    assertThat(new BinlogOffset(Collections.emptyMap()).getPosition()).isZero();
    assertThatThrownBy(() -> new BinlogOffset(Map.of("pos", "x")).getPosition())
        .isInstanceOf(ConnectException.class);
  }

  private static int compareOriginal(Map<String, String> one, Map<String, String> other)
      throws Exception {
    Constructor<?> constructor = original.getConstructor(Map.class);
    return (int)
        original
            .getMethod("compareTo", original)
            .invoke(constructor.newInstance(one), constructor.newInstance(other));
  }

  private static List<String> plus(List<String> base, String next) {
    return Stream.concat(base.stream(), Stream.of(next)).collect(Collectors.toList());
  }

  private static Map<String, String> position(
      String gtids, String server, String ts, String file, String pos, String events) {
    Map<String, String> position = new HashMap<>();
    position.put("gtids", gtids);
    position.put("server_id", server);
    position.put("ts_sec", ts);
    position.put("file", file);
    position.put("pos", pos);
    position.put("event", events);
    position.put("row", "0");
    position.put("kind", "SPECIFIC");
    return position;
  }

  private static Map<String, String> rows(Map<String, String> position, String rows) {
    Map<String, String> with = new HashMap<>(position);
    with.put("row", rows);
    return with;
  }

  private static URL url(String file) {
    try {
      return Path.of(file).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(file, e);
    }
  }
}

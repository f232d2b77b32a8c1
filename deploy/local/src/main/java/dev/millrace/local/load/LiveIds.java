package dev.millrace.local.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Primary keys of the rows that one clerk has in a table. */
final class LiveIds {

  private static final int FEWEST = 100;

  private final int step;
  private long next;
  private long[] ids = new long[1024];
  private int size;

  /** Ids first + 1, first + 1 + step, first + 1 + 2 step and so on. */
  LiveIds(int first, int step) {
    this.next = first + 1;
    this.step = step;
  }

  /** A new id, never used before. */
  long add() {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    long id = next;
    next += step;
    ids[size++] = id;
    return id;
  }

  /** A live id, one in eight of them among a few: some rows change much more often than others. */
  long any(RandomGenerator random) {
    int among = random.nextInt(8) == 0 ? Math.min(size, FEWEST) : size;
    return ids[random.nextInt(among)];
  }

  /** Takes a live id out. */
  long remove(RandomGenerator random) {
    if (size == 0) {
      throw new IllegalStateException("no row to delete");
    }
    int index = random.nextInt(size);
    long id = ids[index];
    ids[index] = ids[--size];
    return id;
  }
}

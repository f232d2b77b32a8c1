package dev.millrace.local.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Commits changes to the shop at a steady rate, over a few connections. */
public final class LoadGenerator implements AutoCloseable {

  private static final int CLERKS = 4;

  private final Changes changes = new Changes();
  private final List<Clerk> clerks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<SQLException> failure = new AtomicReference<>();
  private volatile boolean running;

  /** Read by the first clerk's thread only, once it runs. */
  private long spoilEveryNanos;

  private long spoilNanos;

  public LoadGenerator(Shop shop) throws SQLException {
    for (int number = 0; number < CLERKS; number++) {
      clerks.add(new Clerk(shop, changes, number, CLERKS));
    }
  }

  /** Commits the rows that are there before the job; they do not count as changes. */
  public static LoadGenerator seeded(Shop shop, int customers, int companies) throws SQLException {
    LoadGenerator load = new LoadGenerator(shop);
    for (Clerk clerk : load.clerks) {
      clerk.seed(customers / CLERKS, companies / CLERKS);
    }
    load.changes.reset();
    return load;
  }

  /** Commits one new company now, on the caller's thread; not while the load runs. */
  public void commitOne() throws SQLException {
    clerks.get(0).insertCompanies(1);
  }

  /** Begins to commit so many changes a second, until {@link #stop()}. */
  public void start(double changesPerSecond) {
    start(changesPerSecond, 0);
  }

  /**
   * The same with rows among them that the CRM refuses.
   *
   * @param badRowsPerMinute 0 for none
   */
  public void start(double changesPerSecond, double badRowsPerMinute) {
    running = true;
    if (badRowsPerMinute > 0) {
      spoilEveryNanos = (long) (60e9 / badRowsPerMinute);
      spoilNanos = System.nanoTime() + spoilEveryNanos;
    }
    for (Clerk clerk : clerks) {
      Thread thread =
          new Thread(() -> work(clerk, changesPerSecond / CLERKS), "load-" + threads.size());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(Clerk clerk, double changesPerSecond) {
    Pacer pacer = new Pacer(changesPerSecond, System.nanoTime());
    try {
      while (running) {
        int rows = clerk.nextSize();
        long wait = pacer.next() - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
          if (pacer.next() - System.nanoTime() > 0) {
            continue;
          }
        }
        if (clerk == clerks.get(0) && spoilEveryNanos > 0 && System.nanoTime() - spoilNanos >= 0) {
          spoilNanos += spoilEveryNanos;
          clerk.spoilCustomer();
        }
        pacer.started(rows, System.nanoTime());
        clerk.transact(rows);
      }
    } catch (SQLException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** What was committed since the seed. */
  public Changes changes() {
    return changes;
  }

  /** Ends the load and waits for open transactions; fails if one of the connections failed. */
  public void stop() throws SQLException, InterruptedException {
    running = false;
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public void close() throws SQLException {
    running = false;
    for (Clerk clerk : clerks) {
      clerk.close();
    }
  }
}

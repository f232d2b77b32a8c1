package dev.millrace.cdc;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the JDBC drivers from outliving their job. A driver enters itself into the JVM's {@link
 * DriverManager} when its class is loaded, and MySQL's starts a thread; on a cluster that runs one
 * job after another both hold the job's classes for ever, some 10 MB a job of the 256 that Flink
 * gives all. Nothing here needs either: drivers are called by their class.
 */
public final class Drivers {

  private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

  private static final String[] CLASSES = {"org.postgresql.Driver", "com.mysql.cj.jdbc.Driver"};

  /** Has this job's drivers known to this job alone. Cheap when it has been done. */
  public static void keepToTheJob() {
    ClassLoader job = Drivers.class.getClassLoader();
    if (job != ClassLoader.getSystemClassLoader()) {
      // Looked at when the driver's class is loaded.
      System.setProperty("com.mysql.cj.disableAbandonedConnectionCleanup", "true");
      for (String name : CLASSES) {
        try {
          Class.forName(name, true, job);
        } catch (ClassNotFoundException notInThisJar) {
          LOG.debug("no {} here", name);
        }
      }
      // Looking loads by name, from this job's jar, what others have entered; that enters it anew.
      takeOutThoseOf(job);
      takeOutThoseOf(job);
    }
  }

  private static void takeOutThoseOf(ClassLoader job) {
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == job) {
        takeOut(driver);
      }
    }
  }

  private static void takeOut(Driver driver) {
    try {
      DriverManager.deregisterDriver(driver);
    } catch (SQLException | SecurityException e) {
      LOG.info("{} stays loaded behind the job's end", driver.getClass().getName(), e);
    }
  }

  private Drivers() {}
}

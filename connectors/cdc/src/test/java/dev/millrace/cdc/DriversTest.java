package dev.millrace.cdc;

import dev.millrace.cdc.postgres.Await;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.ChildFirstClassLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class DriversTest {

  // Made before there is a job, as on a cluster: Log4j keeps who was there when it started.
  private static final Logger LOG = LoggerFactory.getLogger(DriversTest.class);

  @Test
  void aJobsClassesGoWithTheJob() throws Exception {
    WeakReference<ClassLoader> job = new WeakReference<>(jobThatHasDrivers());

    Await.until(
        () -> {
          System.gc();
          return job.get() == null;
        });
  }

  /** The class loader of a job on a cluster, once it has loaded the drivers. */
  private static ClassLoader jobThatHasDrivers() throws Exception {
    ClassLoader job =
        new ChildFirstClassLoader(
            classPath(),
            DriversTest.class.getClassLoader(),
            new String[] {"java.", "org.slf4j", "org.apache.logging"},
            failure -> LOG.info("a class was not found", failure));
    Class.forName(Drivers.class.getName(), true, job).getMethod("keepToTheJob").invoke(null);
    return job;
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}

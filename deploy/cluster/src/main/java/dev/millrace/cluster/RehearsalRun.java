package dev.millrace.cluster;

import dev.millrace.local.Comparison;
import dev.millrace.local.Comparison.Mapped;
import dev.millrace.local.Surroundings;
import dev.millrace.local.load.Shop;
import dev.millrace.simulator.Limits;
import dev.millrace.simulator.ServiceTime;
import dev.millrace.simulator.Stats.Violations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.util.FileUtils;

/** One rehearsal, step by step; each waits until Flink says that it is done. */
final class RehearsalRun implements AutoCloseable {

  private static final String FIRST_NAME = "firstname: first_name\n";
  private static final String FULL_NAME = "firstname: first_name || ' ' || last_name\n";
  private static final Map<String, String> FULL_NAME_SQL =
      Map.of("firstname", "CONCAT(first_name, ' ', last_name)");

  private final long start = System.nanoTime();
  private final Surroundings surroundings = new Surroundings();
  private final Path examples;
  private final Path jar;
  private final Path folder;
  private final Scripts cluster;
  private final FlinkRest flink;
  private Mapped mapped = Mapped.AS_IN_THE_EXAMPLE;
  private Path config;
  private JobWatch job;
  private String version;
  private double rate;

  /**
   * @param scripts where the cluster's scripts are
   * @param examples where the example configurations are
   * @param folder for the cluster and the configurations; nobody else's
   */
  RehearsalRun(Path scripts, Path examples, Path jar, Path folder) {
    this.examples = examples;
    this.jar = jar;
    this.folder = folder;
    this.cluster = new Scripts(scripts, folder.resolve("cluster"));
    this.flink = cluster.rest();
  }

  /** Stops and removes what a rehearsal that was killed has left. */
  void clear() throws IOException, InterruptedException {
    cluster.close();
    FileUtils.deleteDirectory(folder.toFile());
    Files.createDirectories(folder);
  }

  void say(String line) {
    System.out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
  }

  /** Says what was done, unless the CRM has counted what it would not have forgiven. */
  private void done(String step) {
    Violations violations = surroundings.crm().stats().violations();
    if (violations.total() != 0) {
      throw new IllegalStateException(step + ", but " + violations);
    }
    say(step);
  }

  void run(Shop.Kind kind, int rows, double changesPerSecond) throws Exception {
    rate = changesPerSecond;
    surroundings.open(kind, rows, Limits.NONE, ServiceTime.fixed(Duration.ofMillis(20)));
    surroundings.watchVersions();
    say(surroundings.shop().server().description() + " and the CRM simulator are there");
    cluster.start(2);
    say("cluster is up: ZooKeeper, JobManager, 2 TaskManagers, " + flink.address());
    submit();
    surroundings.load().start(rate);
    loseTaskManager();
    loseJobManager("the JobManager");
    upgrade();
    rescale();
    loseJobManager("the application's JobManager");
    surroundings.load().stop();
    demandEqual("load stopped after " + surroundings.load().changes().committed() + " changes");
    end();
  }

  private void submit() throws Exception {
    config = configuration("shop.yaml", FIRST_NAME);
    job = new JobWatch(flink, cluster.flinkRun(jar, arguments(1)));
    job.await("the job runs", JobView::goesOn);
    version = flink.version(job.id());
    demandEqual("job " + job.id() + " was submitted by flink run, its snapshot is delivered");
  }

  private void loseTaskManager() throws Exception {
    JobView before = job.await("a checkpoint under load", JobView::goesOn);
    String lost = before.taskManagers().iterator().next();
    cluster.kill(lost);
    long killed = System.nanoTime();
    JobView after =
        job.await(
            "the job runs elsewhere",
            view ->
                view.goesOn()
                    && view.restored() >= before.completed()
                    && !view.taskManagers().contains(lost));
    done(lost + " was killed: " + wentOn(after, killed) + " on " + after.taskManagers());
    cluster.startAgain();
  }

  private void loseJobManager(String what) throws Exception {
    JobView before = job.await("a checkpoint under load", JobView::goesOn);
    cluster.kill("jobmanager");
    long killed = System.nanoTime();
    cluster.startAgain();
    JobView after =
        job.await(
            "the job is taken up again",
            view -> view.goesOn() && view.restored() >= before.completed());
    done(what + " was killed and started again: " + wentOn(after, killed));
  }

  private static String wentOn(JobView job, long since) {
    return String.format(
        Locale.ROOT,
        "after %.1f s the job went on from checkpoint %d",
        (System.nanoTime() - since) / 1e9,
        job.restored());
  }

  /**
   * Another jar, with another mapping. Rows that were delivered before are touched, so that they
   * follow.
   */
  private void upgrade() throws Exception {
    String savepoint = cluster.flinkStop(job.id());
    done("stopped with savepoint " + name(savepoint));
    config = configuration("changed.yaml", FULL_NAME);
    mapped = new Mapped(FULL_NAME_SQL, true);
    Path next = folder.resolve("millrace-next.jar");
    String nextVersion = NextBuild.write(jar, next);
    job = new JobWatch(flink, flink.run(flink.upload(next), arguments(1), savepoint));
    job.await("the job goes on from the savepoint", restoredFrom(savepoint));
    demandVersion(nextVersion);
    done(
        String.format(
            "job %s of a jar uploaded by REST, %s after %s, with a changed mapping went on from it",
            job.id(), nextVersion, version));
    surroundings.load().stop();
    surroundings.shop().touchCustomers();
    demandEqual("each customer was touched");
    surroundings.load().start(rate);
  }

  private void rescale() throws Exception {
    String savepoint = cluster.flinkStop(job.id());
    done("stopped with savepoint " + name(savepoint));
    cluster.stop();
    List<String> application = new ArrayList<>(List.of("--fromSavepoint", savepoint));
    application.addAll(arguments(2));
    cluster.startApplication(2, application);
    done("cluster is up again, in application mode");
    job = JobWatch.onlyJob(flink);
    JobView after =
        job.await(
            "the job goes on at parallelism 2",
            restoredFrom(savepoint).and(view -> view.taskManagers().size() == 2));
    demandVersion(version);
    done(
        String.format(
            "job %s at parallelism 2, of the first jar again, went on from it on %s",
            job.id(), after.taskManagers()));
  }

  private void demandVersion(String expected) throws IOException, InterruptedException {
    String found = flink.version(job.id());
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "the job's version is '" + found + "'; expected that of its jar: " + expected);
    }
  }

  private static Predicate<JobView> restoredFrom(String savepoint) {
    return view -> view.goesOn() && name(view.restoredFrom()).equals(name(savepoint));
  }

  private static String name(String address) {
    return address.replaceAll(".*/", "");
  }

  private void end() throws Exception {
    String savepoint = cluster.flinkStop(job.id());
    cluster.stop();
    done("all well: 0 violations; stopped with savepoint " + name(savepoint));
  }

  private Path configuration(String name, String firstName) throws IOException {
    String text = Files.readString(examples.resolve(surroundings.shop().kind() + ".yaml"));
    if (!text.contains(FIRST_NAME)) {
      throw new IllegalStateException("the example configuration has no '" + FIRST_NAME + "'");
    }
    return Files.writeString(folder.resolve(name), text.replace(FIRST_NAME, firstName));
  }

  private List<String> arguments(int parallelism) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--config=" + config));
    arguments.addAll(surroundings.settings(Files.createDirectories(folder.resolve("secrets"))));
    arguments.add("--pipeline.parallelism=" + parallelism);
    arguments.add("--pipeline.checkpoint-interval=1s");
    return arguments;
  }

  private void demandEqual(String what) throws Exception {
    Comparison comparison = surroundings.converge(job::demandRunning, mapped);
    if (!comparison.equal()) {
      throw new IllegalStateException(
          what
              + ", but "
              + comparison.differences()
              + " of "
              + comparison.records()
              + " records differ: "
              + comparison.examples());
    }
    done(what + ": " + comparison.records() + " records, each equal to its row");
  }

  @Override
  public void close() {
    try (surroundings) {
      cluster.close();
    } catch (IOException | InterruptedException | IllegalStateException e) {
      say("the cluster could not be stopped: " + e.getMessage());
    }
  }
}

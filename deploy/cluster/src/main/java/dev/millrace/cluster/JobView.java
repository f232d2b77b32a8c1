package dev.millrace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A job as Flink's REST API shows it at one moment. */
final class JobView {

  private static final Set<String> OVER = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

  private final String state;
  private final JsonNode checkpoints;
  private final List<Task> tasks = new ArrayList<>();

  private record Task(String name, String taskManager, String state) {}

  JobView(String state, JsonNode checkpoints) {
    this.state = state;
    this.checkpoints = checkpoints;
  }

  void addTask(String name, String taskManager, String state) {
    tasks.add(new Task(name, taskManager, state));
  }

  boolean isOver() {
    return OVER.contains(state);
  }

  /** Whether every task runs. */
  boolean runs() {
    return state.equals("RUNNING")
        && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
  }

  /** TaskManagers that have a task of a source. */
  Set<String> taskManagers() {
    Set<String> names = new TreeSet<>();
    for (Task task : tasks) {
      if (task.name().contains("source ")) {
        names.add(task.taskManager());
      }
    }
    return names;
  }

  /** Number of the newest checkpoint that is complete, savepoints included; 0 for none. */
  long completed() {
    return Math.max(
        checkpoints.at("/latest/completed/id").asLong(),
        checkpoints.at("/latest/savepoint/id").asLong());
  }

  /** Number of the checkpoint or savepoint that the job was last restored from; 0 for none. */
  long restored() {
    return checkpoints.at("/latest/restored/id").asLong();
  }

  /** Address of what it was last restored from. */
  String restoredFrom() {
    return checkpoints.at("/latest/restored/external_path").asText();
  }

  /** Whether a checkpoint was completed since the restore. */
  boolean goesOn() {
    return runs() && checkpoints.at("/latest/completed/id").asLong() > restored();
  }

  @Override
  public String toString() {
    return state
        + ", tasks "
        + tasks
        + ", restored from checkpoint "
        + restored()
        + ", completed checkpoint "
        + completed();
  }
}

package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.store.Slot;
import dev.millrace.simulator.store.Store;
import java.util.List;

/** Up to 200 rows of an ingest job, written as one transaction. */
final class IngestChunk extends WritingCall {

  private final List<SObjectInput> inputs;
  private final RecordSaver saver;
  private final boolean deletes;

  /**
   * @param key null unless the rows are upserted
   * @param deletes whether the rows' records are to go
   */
  IngestChunk(Org org, long receivedMicros, List<SObjectInput> inputs, Slot key, boolean deletes) {
    super(org, receivedMicros, inputs.size());
    this.inputs = inputs;
    this.saver = new RecordSaver(org, locks);
    this.deletes = deletes;
    if (key != null) {
      inputs.forEach(input -> input.identifyBy(key));
      CollectionSave.markDuplicates(org, inputs);
    }
    for (SObjectInput input : inputs) {
      saver.start(input);
      if (input.keyValue != null) {
        keys.hold(key, key.fold(input.keyValue));
      }
    }
  }

  @Override
  void startAgain() {
    inputs.forEach(saver::look);
  }

  @Override
  public int records() {
    return inputs.size();
  }

  @Override
  Answer write(Store.Commit commit) {
    for (SObjectInput input : inputs) {
      if (deletes) {
        saver.delete(commit, input);
      } else {
        saver.save(commit, input);
      }
    }
    return Answer.empty(204);
  }

  @Override
  boolean anyFailed() {
    return inputs.stream().anyMatch(SObjectInput::failed);
  }

  @Override
  void count() {
    for (SObjectInput input : inputs) {
      if (deletes && !input.failed()) {
        org.tenant().counters().archived();
      } else {
        CollectionSave.count(org, input);
      }
    }
  }
}

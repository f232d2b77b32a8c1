package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Answer;
import dev.millrace.simulator.server.Call;
import dev.millrace.simulator.server.Work;
import java.util.List;

/** One record to delete by its id: a collection of one that answers in its own way. */
final class SingleDelete implements Work {

  private final CollectionDelete delete;

  SingleDelete(Org org, Call call, String id) {
    this.delete = new CollectionDelete(org, call, id, false);
  }

  @Override
  public int records() {
    return 1;
  }

  @Override
  public long heldUpNanos() {
    return delete.heldUpNanos();
  }

  @Override
  public Answer commit() {
    Answer answer = delete.commit();
    SalesforceError error = delete.onlyError();
    answer.takeText();
    if (error != null && error.code().equals("INVALID_CROSS_REFERENCE_KEY")) {
      error = Errors.notFound();
    }
    return error == null
        ? Answer.empty(204)
        : RefusedCall.answer(SingleSave.status(error), List.of(error));
  }

  @Override
  public void leave() {
    delete.leave();
  }

  @Override
  public void lost() {
    delete.lost();
  }
}

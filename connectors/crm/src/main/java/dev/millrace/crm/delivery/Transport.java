package dev.millrace.crm.delivery;

import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Sends requests to the CRM without waiting for their answers. */
public interface Transport {

  /**
   * Sends the request and returns at once. Exactly one method of the callback is called, once,
   * never from inside this method. The request's body is not written to any more.
   *
   * @param renewAuthorization whether the authorization is to be renewed before, because the CRM
   *     did not accept it
   */
  void send(CrmRequest request, boolean renewAuthorization, Callback callback);

  /** Takes what became of a request. */
  interface Callback {

    /** The CRM answered, whatever the status. */
    void onResponse(CrmResponse response);

    /** No answer: not connected, cut off, timed out. The CRM may have worked on the request. */
    void onFailure(IOException failure);

    /** This callback, told by an executor's thread. */
    default Callback on(Executor executor) {
      Callback told = this;
      return new Callback() {
        @Override
        public void onResponse(CrmResponse response) {
          executor.execute(() -> told.onResponse(response));
        }

        @Override
        public void onFailure(IOException failure) {
          executor.execute(() -> told.onFailure(failure));
        }
      };
    }
  }
}

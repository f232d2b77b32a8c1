package dev.millrace.crm.salesforce;

import dev.millrace.crm.Answer;
import dev.millrace.crm.CrmCall;
import dev.millrace.crm.CrmRequest;
import dev.millrace.crm.CrmResponse;
import java.io.IOException;

/** A call of a task that has just started: waits for the jobs of its object that run. */
final class AfterRunningJobs implements CrmCall {

  private static final long FIRST_LOOK_MILLIS = 500;
  private static final long LONGEST_LOOK_MILLIS = 10_000;

  private final SObjectType type;
  private final RunningJobs jobs;
  private final CrmCall call;
  private CrmRequest asked;
  private boolean listing;
  private long lookAfter;

  AfterRunningJobs(SObjectType type, RunningJobs jobs, CrmCall call) {
    this.type = type;
    this.jobs = jobs;
    this.call = call;
  }

  @Override
  public CrmRequest first() {
    lookAfter = FIRST_LOOK_MILLIS;
    return next();
  }

  private CrmRequest next() {
    asked = jobs.list();
    listing = asked != null;
    if (!listing) {
      asked = jobs.look(type.type().object());
    }
    return asked == null ? call.first() : asked;
  }

  @Override
  public Answer read(CrmResponse response) {
    if (asked == null) {
      return call.read(response);
    }
    try {
      return listing ? readList(response) : readJob(response);
    } catch (IOException e) {
      return SalesforceErrors.notJson(response);
    }
  }

  private Answer readList(CrmResponse response) throws IOException {
    // Another call may have read it meanwhile; jobs that are listed now may be our own.
    if (asked == jobs.list()) {
      if (response.status() / 100 == 2) {
        jobs.readList(response.body());
      } else {
        Answer answer = SalesforceErrors.answer(response, type.type());
        if (answer.kind() != Answer.Kind.REFUSED && answer.kind() != Answer.Kind.MISCONFIGURED) {
          return answer;
        }
        jobs.listIsRefused();
      }
    }
    return Answer.next(next());
  }

  private Answer readJob(CrmResponse response) throws IOException {
    String id = asked.path().replaceFirst(".*/", "");
    if (response.status() == 404) {
      jobs.isIn(type.type().object(), id, null);
    } else if (response.status() / 100 == 2) {
      BulkJob job = new BulkJob(type);
      job.read(response.body());
      jobs.isIn(type.type().object(), id, job.state);
    } else {
      return SalesforceErrors.answer(response, type.type());
    }
    CrmRequest before = asked;
    CrmRequest next = next();
    if (asked == null || !asked.path().equals(before.path())) {
      return Answer.next(next);
    }
    long after = lookAfter;
    lookAfter = Math.min(LONGEST_LOOK_MILLIS, lookAfter * 2);
    return Answer.next(next, after);
  }

  @Override
  public CrmRequest resume() {
    return asked == null ? call.resume() : null;
  }
}

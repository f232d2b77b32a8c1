package dev.millrace.simulator.server;

import dev.millrace.simulator.ServiceTime;
import dev.millrace.simulator.SimulatedFault;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each call through its faults and its service time to its answer. Used by one thread. */
final class CallRunner {

  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);
  private static final String OWN_PATHS = "/simulator/";

  private final EventExecutor loop;
  private final CrmApi api;
  private final OwnApi own;
  private final ServiceTime serviceTime;
  private final FaultBook faults;
  private final Counters counters;
  private final RandomGenerator random;
  private int outages;
  private int connections;

  CallRunner(
      EventExecutor loop,
      CrmApi api,
      OwnApi own,
      ServiceTime serviceTime,
      FaultBook faults,
      Counters counters,
      RandomGenerator random) {
    this.loop = loop;
    this.api = api;
    this.own = own;
    this.serviceTime = serviceTime;
    this.faults = faults;
    this.counters = counters;
    this.random = random;
  }

  /** Calls in flight are lost: neither written nor answered. */
  void outage() {
    outages++;
  }

  void connected() {
    connections++;
  }

  void disconnected() {
    connections--;
  }

  int connections() {
    return connections;
  }

  /** Returns what is running; null when the call is answered already. */
  Running run(Call call, Connection.Exchange exchange) {
    if (call.path().startsWith(OWN_PATHS)) {
      exchange.answer(own.answer(call));
      return null;
    }
    counters.received();
    FaultBook.Entry entry = faults.any() ? faults.match(call) : null;
    SimulatedFault fault = entry == null ? null : entry.fault();
    Work work =
        fault == null || fault.afterCommit() || fault.harmless()
            ? api.read(call)
            : new FaultyWork(fault);
    counters.routed(call.endpoint());
    long nanos = fault == null ? 0 : fault.delay().toNanos();
    if (work.records() >= 0) {
      nanos += serviceTime.nanos(work.records(), random);
    }
    Running running = new Running(call, exchange, work, fault);
    if (fault != null && fault.kind() == SimulatedFault.Kind.HELD) {
      entry.hold(() -> loop.execute(running));
      return running;
    }
    if (nanos == 0) {
      running.run();
      return running.answered ? null : running;
    }
    loop.schedule(running, nanos, TimeUnit.NANOSECONDS);
    return running;
  }

  /** A call between its request and its answer. */
  final class Running implements Runnable {

    private final Call call;
    private final Connection.Exchange exchange;
    private final Work work;
    private final SimulatedFault fault;
    private final int outage = outages;
    private boolean left;
    private boolean answered;

    private Running(Call call, Connection.Exchange exchange, Work work, SimulatedFault fault) {
      this.call = call;
      this.exchange = exchange;
      this.work = work;
      this.fault = fault;
    }

    @Override
    public void run() {
      if (outage != outages) {
        leave();
        work.lost();
        counters.lost();
        return;
      }
      long heldUp = work.heldUpNanos();
      if (heldUp > 0) {
        loop.schedule(this, heldUp, TimeUnit.NANOSECONDS);
        return;
      }
      Answer answer = commit();
      counters.answered(answer.status());
      api.decorate(call, answer);
      answered = true;
      exchange.answer(answer);
    }

    private Answer commit() {
      try {
        Answer answer = work.commit();
        if (fault == null || fault.harmless() || !fault.afterCommit()) {
          return answer;
        }
        answer.discard();
        return faulty(fault);
      } catch (RuntimeException e) {
        LOG.error("{} failed inside the simulator", call.endpoint(), e);
        return Answer.html(500, "the simulator itself failed; its log says why");
      } finally {
        leave();
      }
    }

    /** The client gave up: what the call does goes on, but its keys are no longer held by it. */
    void clientGone() {
      leave();
    }

    private void leave() {
      if (!left) {
        left = true;
        work.leave();
      }
    }
  }

  private Answer faulty(SimulatedFault fault) {
    return fault.kind() == SimulatedFault.Kind.CUT ? Answer.cut() : api.answer(fault);
  }

  /** A call that goes wrong before anything is written. */
  private final class FaultyWork implements Work {

    private final SimulatedFault fault;

    private FaultyWork(SimulatedFault fault) {
      this.fault = fault;
    }

    @Override
    public int records() {
      return -1;
    }

    @Override
    public Answer commit() {
      return faulty(fault);
    }
  }
}

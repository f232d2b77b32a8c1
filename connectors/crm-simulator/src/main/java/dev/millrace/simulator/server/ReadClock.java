package dev.millrace.simulator.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Clock;

/** Notes when bytes were last read from a connection. */
final class ReadClock extends ChannelInboundHandlerAdapter {

  private final Clock clock;
  private long lastReadMicros;

  ReadClock(Clock clock) {
    this.clock = clock;
  }

  /** In epoch microseconds. */
  long lastReadMicros() {
    return lastReadMicros;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    lastReadMicros = Micros.now(clock);
    ctx.fireChannelRead(message);
  }
}

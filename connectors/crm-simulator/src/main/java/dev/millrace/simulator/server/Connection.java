package dev.millrace.simulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: gathers requests, gives answers in the order of their requests. */
final class Connection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int FIRST_BODY = 64 * 1024;
  private static final int LARGEST_KEPT = 1024 * 1024;
  private static final int LARGEST_BODY = 160 * 1024 * 1024;

  private final CallRunner runner;
  private final ReadClock readClock;
  private final Deque<Exchange> open = new ArrayDeque<>();
  private byte[] body = new byte[FIRST_BODY];
  private int length;
  private HttpRequest head;
  private long receivedMicros;

  Connection(CallRunner runner, ReadClock readClock) {
    this.runner = runner;
    this.readClock = readClock;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    runner.connected();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!((HttpObject) message).decoderResult().isSuccess()) {
        ctx.close();
        return;
      }
      if (message instanceof HttpRequest request) {
        head = request;
        length = 0;
        receivedMicros = readClock.lastReadMicros();
      }
      if (message instanceof HttpContent content) {
        gather(content.content());
        if (message instanceof LastHttpContent) {
          serve(ctx);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void gather(ByteBuf part) {
    int size = part.readableBytes();
    if (length + size > body.length) {
      if (length + size > LARGEST_BODY) {
        throw new IllegalStateException("request body above " + LARGEST_BODY + " bytes");
      }
      body = Arrays.copyOf(body, Math.max(body.length * 2, length + size));
    }
    part.readBytes(body, length, size);
    length += size;
  }

  private void serve(ChannelHandlerContext ctx) {
    Call call =
        new Call(head.method().name(), head.uri(), head.headers(), body, length, receivedMicros);
    Exchange exchange = new Exchange(ctx, HttpUtil.isKeepAlive(head));
    open.add(exchange);
    exchange.running = runner.run(call, exchange);
    if (body.length > LARGEST_KEPT) {
      body = new byte[FIRST_BODY];
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    for (Exchange exchange : open) {
      if (exchange.answer != null) {
        exchange.answer.discard();
      } else if (exchange.running != null) {
        exchange.running.clientGone();
      }
    }
    open.clear();
    runner.disconnected();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("A call failed inside the simulator", cause);
    }
    ctx.close();
  }

  /** One request and the answer it waits for. */
  final class Exchange {

    private final ChannelHandlerContext ctx;
    private final boolean keepAlive;
    private CallRunner.Running running;
    private Answer answer;

    private Exchange(ChannelHandlerContext ctx, boolean keepAlive) {
      this.ctx = ctx;
      this.keepAlive = keepAlive;
    }

    /** Sends the answer as soon as every earlier request of the connection has its own. */
    void answer(Answer given) {
      if (!ctx.channel().isActive()) {
        given.discard();
        return;
      }
      answer = given;
      while (!open.isEmpty() && open.peek().answer != null) {
        send(open.poll());
      }
      ctx.flush();
    }

    private void send(Exchange exchange) {
      Answer sent = exchange.answer;
      if (sent.isCut()) {
        ctx.close();
        return;
      }
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(sent.status()), sent.body());
      HttpHeaders headers = response.headers();
      if (sent.contentType() != null) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, sent.contentType());
      }
      if (sent.status() != 204) {
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, sent.body().readableBytes());
      }
      for (int i = 0; i < sent.headers().size(); i += 2) {
        headers.add(sent.headers().get(i), sent.headers().get(i + 1));
      }
      if (exchange.keepAlive) {
        ctx.write(response, ctx.voidPromise());
      } else {
        headers.set(HttpHeaderNames.CONNECTION, "close");
        ctx.write(response).addListener(io.netty.channel.ChannelFutureListener.CLOSE);
      }
    }
  }
}

package dev.millrace.simulator.server;

import dev.millrace.simulator.ServiceTime;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The port, its connections and the one thread that serves them. The thread outlives a {@link
 * #stop}, so that what it holds can still be asked for.
 */
public final class HttpServer {

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("crm-simulator", true), NioIoHandler.newFactory());
  private final EventExecutor loop = group.next();
  private final ChannelGroup clients = new DefaultChannelGroup(loop);
  private final Clock clock;
  private final CallRunner runner;
  private final String host;
  private int port;
  private Channel listening;

  public HttpServer(
      String host,
      int port,
      Clock clock,
      CrmApi api,
      OwnApi own,
      ServiceTime serviceTime,
      FaultBook faults,
      Counters counters,
      RandomGenerator random) {
    this.host = host;
    this.port = port;
    this.clock = clock;
    api.servedBy(loop);
    this.runner = new CallRunner(loop, api, own, serviceTime, faults, counters, random);
  }

  public synchronized int port() {
    return port;
  }

  public String host() {
    return host;
  }

  /** Does nothing when it is open. */
  public synchronized void start() {
    if (listening != null || group.isShuttingDown()) {
      return;
    }
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    clients.add(channel);
                    ReadClock readClock = new ReadClock(clock);
                    channel
                        .pipeline()
                        .addLast(
                            readClock,
                            new HttpServerCodec(64 * 1024, 64 * 1024, 64 * 1024),
                            new HttpServerExpectContinueHandler(),
                            new Connection(runner, readClock));
                  }
                });
    try {
      listening = bootstrap.bind(host, port).sync().channel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while opening port " + port, e);
    } catch (Exception e) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new UncheckedIOException(new IOException("cannot open port " + port, e));
    }
    port = ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Does nothing when it is closed. */
  public synchronized void stop() {
    if (listening == null) {
      return;
    }
    listening.close().syncUninterruptibly();
    listening = null;
    call(() -> {
          runner.outage();
          return clients.close();
        })
        .syncUninterruptibly();
  }

  public synchronized void close() {
    stop();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  public int connections() {
    return call(runner::connections);
  }

  /** Runs on the serving thread, where all data lives; on this thread once the server is closed. */
  public <T> T call(Callable<T> task) {
    try {
      if (loop.inEventLoop() || loop.isTerminated()) {
        return task.call();
      }
      return loop.submit(task).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the simulator worked", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes the port now and opens it again after a while; returns at once. */
  public void outage(long millis) {
    CompletableFuture.runAsync(this::stop)
        .thenRunAsync(
            this::start, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }
}

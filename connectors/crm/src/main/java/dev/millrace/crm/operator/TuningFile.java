package dev.millrace.crm.operator;

import dev.millrace.crm.delivery.DeliverySettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link DeliveryOptions#TUNING_FILE}: what is changed in the delivery while it runs. Where there
 * is no file the configuration alone counts. A file that cannot be read or taken changes nothing;
 * while there was none before it that could, nothing is sent, since it may say so.
 */
public final class TuningFile implements AutoCloseable {

  /** What the text of such a file means. */
  public interface Format extends Serializable {

    /**
     * @param name what the message calls the file
     * @return options of {@link DeliveryOptions#tunable}
     * @throws IllegalArgumentException for whatever is wrong with it, in one line
     */
    Configuration read(String name, String text);
  }

  private static final Logger LOG = LoggerFactory.getLogger(TuningFile.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /** Many times what such a file has. */
  private static final int MOST_BYTES = 1 << 16;

  private final Configuration delivery;
  private final Configuration deadLetters;
  private final Format format;

  /** Null for none. */
  private final String address;

  /** The text that was read last, empty for no file; null before there was one. */
  private Optional<String> read;

  /** The text that was taken or refused last. */
  private Optional<String> judged;

  /** Why the file could not be read when it was looked at last; null when it could. */
  private String unreadable;

  private ScheduledExecutorService thread;

  TuningFile(Configuration delivery, Configuration deadLetters, Format format) {
    this.delivery = delivery;
    this.deadLetters = deadLetters;
    this.format = format;
    this.address = delivery.get(DeliveryOptions.TUNING_FILE);
    if (address != null && format == null) {
      throw new IllegalStateException("delivery.tuning-file, and nothing to read it by");
    }
  }

  /** What to begin with. */
  DeliverySettings begin() {
    if (address == null) {
      return DeliveryOptions.settings(delivery, deadLetters);
    }
    read();
    return take()
        .orElseGet(
            () -> {
              Configuration paused = new Configuration(delivery);
              paused.set(DeliveryOptions.PAUSED, true);
              LOG.warn("Nothing is sent until delivery.tuning-file can be taken");
              return DeliveryOptions.settings(paused, deadLetters);
            });
  }

  /** Has changes of it taken up by the task's thread, until it is closed. */
  void watch(MailboxExecutor mailbox, Consumer<DeliverySettings> tune) {
    if (address == null) {
      return;
    }
    thread =
        Executors.newSingleThreadScheduledExecutor(new ExecutorThreadFactory("millrace-tuning"));
    thread.scheduleWithFixedDelay(
        () -> look().ifPresent(settings -> mail(mailbox, tune, settings)),
        LOOK_EVERY.toMillis(),
        LOOK_EVERY.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void mail(
      MailboxExecutor mailbox, Consumer<DeliverySettings> tune, DeliverySettings settings) {
    try {
      mailbox.execute(() -> tune.accept(settings), "tune the delivery");
    } catch (RejectedExecutionException taskHasEnded) {
      thread.shutdown();
    }
  }

  /**
   * The settings from now on; empty when they stay, since nothing is new or it cannot be taken. A
   * text counts that is the same twice: one that is being written is not.
   */
  Optional<DeliverySettings> look() {
    Optional<String> before = read;
    return read() && read.equals(before) ? take() : Optional.empty();
  }

  private boolean read() {
    try {
      read = text();
      unreadable = null;
      return true;
    } catch (IOException | RuntimeException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(unreadable)) {
        unreadable = why;
        refuse(address + " cannot be read: " + why);
      }
      return false;
    }
  }

  private Optional<DeliverySettings> take() {
    if (read == null || read.equals(judged)) {
      return Optional.empty();
    }
    judged = read;
    Configuration now = new Configuration(delivery);
    try {
      read.ifPresent(there -> now.addAll(format.read(address, there)));
      DeliverySettings settings = DeliveryOptions.settings(now, deadLetters);
      LOG.info(
          "The delivery goes by {}: {}",
          read.isPresent() ? address : "its configuration",
          shown(now));
      return Optional.of(settings);
    } catch (RuntimeException e) {
      // Whatever it is, the file must be looked at again.
      refuse(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void refuse(String why) {
    LOG.warn("delivery.tuning-file is not taken, what was in effect stays: {}", why);
  }

  private static String shown(Configuration delivery) {
    StringBuilder shown = new StringBuilder();
    for (ConfigOption<?> option : DeliveryOptions.tunable()) {
      Object value = delivery.get(option);
      shown.append(shown.length() == 0 ? "" : ", ").append(option.key()).append(' ');
      shown.append(value == null ? "not set" : value);
    }
    return shown.toString();
  }

  /** Empty when there is no such file. */
  private Optional<String> text() throws IOException {
    Path path = new Path(address);
    FileSystem files = path.getFileSystem();
    if (!files.exists(path)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(path)) {
      byte[] text = in.readNBytes(MOST_BYTES + 1);
      if (text.length > MOST_BYTES) {
        throw new IOException("more than " + MOST_BYTES + " bytes");
      }
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      // Java says the same of a file that may not be read, which is no file that is gone.
      if (files.exists(path)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}

package dev.millrace.job.deadletter;

import com.getindata.connectors.http.HttpSink;
import com.getindata.connectors.http.internal.sink.HttpSinkRequestEntry;
import dev.millrace.crm.operator.DeadLetterOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.Configuration;

/**
 * Posts dead letters by the HTTP sink of com.getindata, with two differences. That one drops what
 * could not be written; {@link AcceptedPosts} finishes only what was accepted. And it keeps what
 * waits in checkpoints; here every barrier waits until all of it is accepted, so that no checkpoint
 * holds a value.
 */
final class HttpDeadLetterSink implements Sink<String> {

  private static final long serialVersionUID = 1L;

  private static final int IN_FLIGHT = 4;
  private static final int POSTS_AT_A_TIME = 50;
  private static final int BUFFERED = 1_000;

  private final Configuration options;

  HttpDeadLetterSink(Configuration options) {
    this.options = options;
  }

  @Deprecated
  @Override
  public SinkWriter<String> createWriter(InitContext context) throws IOException {
    AcceptedPosts posts = AcceptedPosts.open(options);
    SinkWriter<String> writer =
        HttpSink.<String>builder()
            .setEndpointUrl(options.get(DeadLetterOptions.URL))
            .setElementConverter(
                (letter, written) ->
                    new HttpSinkRequestEntry("POST", letter.getBytes(StandardCharsets.UTF_8)))
            .setSinkHttpClientBuilder((properties, callback, headers, submitters) -> posts)
            .setMaxBatchSize(POSTS_AT_A_TIME)
            .setMaxInFlightRequests(IN_FLIGHT)
            .setMaxBufferedRequests(BUFFERED)
            .setMaxTimeInBufferMS(10)
            .build()
            .createWriter(context);
    return new WaitingWriter(writer, posts);
  }

  /** Waits at every barrier until all is accepted. */
  private static final class WaitingWriter implements SinkWriter<String> {

    private final SinkWriter<String> writer;
    private final AcceptedPosts posts;

    WaitingWriter(SinkWriter<String> writer, AcceptedPosts posts) {
      this.writer = writer;
      this.posts = posts;
    }

    @Override
    public void write(String letter, Context context) throws IOException, InterruptedException {
      writer.write(letter, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(true);
    }

    @Override
    public void close() throws Exception {
      posts.close();
      writer.close();
    }
  }
}

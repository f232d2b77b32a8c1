package dev.millrace.crm.http;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.function.Callback;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The HTTP client's settings, in one place. */
final class HttpClients {

  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);

  /** CRMs stand behind many addresses that change: look the name up again now and then. */
  private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(5);

  /** Load balancers cut idle connections after about a minute, often without a word. */
  private static final TimeValue IDLE_LIFE = TimeValue.ofSeconds(50);

  private static final TimeValue VALIDATE_AFTER = TimeValue.ofSeconds(2);

  private HttpClients() {}

  static PoolingAsyncClientConnectionManager pool(int connections, Duration requestTimeout) {
    PoolingAsyncClientConnectionManager pool =
        PoolingAsyncClientConnectionManagerBuilder.create()
            .useSystemProperties()
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(CONNECT_TIMEOUT)
                    .setSocketTimeout(Timeout.of(requestTimeout))
                    .setTimeToLive(CONNECTION_LIFE)
                    .setValidateAfterInactivity(VALIDATE_AFTER)
                    .build())
            .setDefaultTlsConfig(
                TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
            .build();
    resize(pool, connections);
    return pool;
  }

  static void resize(PoolingAsyncClientConnectionManager pool, int connections) {
    // One for the tokens, which may be given out elsewhere.
    pool.setMaxTotal(connections + 1);
    pool.setDefaultMaxPerRoute(connections);
  }

  static CloseableHttpAsyncClient create(
      PoolingAsyncClientConnectionManager pool,
      Duration requestTimeout,
      Callback<Exception> onReactorFailure) {
    Timeout timeout = Timeout.of(requestTimeout);
    return HttpAsyncClients.custom()
        .useSystemProperties()
        .setConnectionManager(pool)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build())
        .setIOReactorConfig(
            IOReactorConfig.custom().setIoThreadCount(1).setSoTimeout(timeout).build())
        .setIoReactorExceptionCallback(onReactorFailure)
        .setThreadFactory(new DefaultThreadFactory("millrace-http", true))
        .setUserAgent("Millrace")
        .evictIdleConnections(IDLE_LIFE)
        .evictExpiredConnections()
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }
}

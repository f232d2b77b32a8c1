package dev.millrace.crm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Finds the CRMs that are on the class path, by {@link ServiceLoader}. Looks through the thread's
 * context class loader and through its own: in Flink the job jar is in the former, in a test or
 * with the jar in Flink's lib/ in the latter.
 */
public final class CrmConnectors {

  private CrmConnectors() {}

  /** The words that {@code sink.type} may have here, sorted. */
  public static List<String> types() {
    return new ArrayList<>(new TreeSet<>(factories().keySet()));
  }

  /**
   * The CRM of this {@code sink.type}.
   *
   * @throws IllegalArgumentException when there is none, naming those there are
   */
  public static CrmConnectorFactory factory(String type) {
    CrmConnectorFactory factory = factories().get(type);
    if (factory == null) {
      throw new IllegalArgumentException("no CRM of type '" + type + "'; there are " + types());
    }
    return factory;
  }

  /** The connector of a {@code sink} section (keys without {@code sink.}). */
  public static CrmConnector create(ReadableConfig sink) {
    return factory(sink.get(SinkOptions.TYPE)).create(sink);
  }

  /**
   * Scheme, host and port that a {@code sink} section's requests go to.
   *
   * @throws IllegalArgumentException when it is not set and the CRM has none of its own
   */
  public static String baseUrl(ReadableConfig sink) {
    String type = sink.get(SinkOptions.TYPE);
    String baseUrl =
        sink.getOptional(SinkOptions.BASE_URL).orElseGet(() -> factory(type).defaultBaseUrl());
    if (baseUrl.isEmpty()) {
      throw new IllegalArgumentException("sink.base-url is not set, and " + type + " has none");
    }
    return baseUrl;
  }

  private static Map<String, CrmConnectorFactory> factories() {
    Map<String, CrmConnectorFactory> factories = new LinkedHashMap<>();
    addFrom(Thread.currentThread().getContextClassLoader(), factories);
    addFrom(CrmConnectors.class.getClassLoader(), factories);
    return factories;
  }

  private static void addFrom(ClassLoader loader, Map<String, CrmConnectorFactory> factories) {
    if (loader != null) {
      for (CrmConnectorFactory factory : ServiceLoader.load(CrmConnectorFactory.class, loader)) {
        factories.putIfAbsent(factory.type(), factory);
      }
    }
  }
}

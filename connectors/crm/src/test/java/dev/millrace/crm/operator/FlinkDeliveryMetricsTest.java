package dev.millrace.crm.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.CrmConnectors;
import dev.millrace.crm.SinkOptions;
import dev.millrace.crm.delivery.DeliveryEngine;
import dev.millrace.crm.delivery.DeliveryEngineBuilder;
import dev.millrace.crm.delivery.DeliverySettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class FlinkDeliveryMetricsTest {

  /** Or docs/metrics.md, which is written from the names, would lack one or tell of none. */
  @Test
  void everyMetricThatIsNamedIsRegisteredAndNoOther() {
    Registered registered = new Registered();
    FlinkDeliveryMetrics metrics = new FlinkDeliveryMetrics(registered);
    metrics.show(engine().state());

    assertThat(registered.names)
        .containsExactlyInAnyOrderElementsOf(
            DeliveryMetricNames.all().stream()
                .map(metric -> DeliveryMetricNames.GROUP + '.' + metric.name())
                .toList());
  }

  private static DeliveryEngine engine() {
    Configuration sink = new Configuration();
    sink.set(SinkOptions.TYPE, "line");
    sink.set(SinkOptions.BASE_URL, "http://localhost");
    return new DeliveryEngineBuilder(
            CrmConnectors.create(sink),
            DeliverySettings.builder().build(),
            (request, renew, callback) -> {},
            at -> {},
            refusal -> {})
        .build();
  }

  private static final class Registered extends UnregisteredMetricsGroup {

    private final List<String> names = new ArrayList<>();
    private String group = "";

    @Override
    public MetricGroup addGroup(String name) {
      group = name + '.';
      return this;
    }

    @Override
    public Counter counter(String name) {
      names.add(group + name);
      return super.counter(name);
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      names.add(group + name);
      return gauge;
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
      names.add(group + name);
      return histogram;
    }
  }
}

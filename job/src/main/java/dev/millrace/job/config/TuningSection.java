package dev.millrace.job.config;

import dev.millrace.check.Fault;
import dev.millrace.crm.operator.DeliveryOptions;
import dev.millrace.crm.operator.TuningFile;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;

/** A tuning file: a configuration with the section {@code delivery} alone, and few of its keys. */
public final class TuningSection implements TuningFile.Format {

  private static final long serialVersionUID = 1L;

  @Override
  public Configuration read(String name, String yaml) {
    Faults faults = new Faults();
    Document document = YamlReader.read(name, yaml, faults);
    OptionSet tunable = OptionSet.of(DeliveryOptions.tunable());
    Configuration read = new Configuration();
    for (Section section : document.sections()) {
      if (section.path().equals(Document.DELIVERY)) {
        refuseFixed(section, tunable, faults);
        read = new SectionReader(faults).read(section, tunable, Set.of());
      } else {
        faults.add(section.place(), "not to be changed while the job runs", Document.DELIVERY);
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          faults.all().stream().map(Fault::toString).collect(Collectors.joining(" | ")));
    }
    return read;
  }

  /** Taken out, so that they are not called unknown as well. */
  private static void refuseFixed(Section section, OptionSet tunable, Faults faults) {
    section
        .settings()
        .entrySet()
        .removeIf(
            entry -> {
              boolean fixed =
                  Options.delivery().keys().contains(entry.getKey())
                      && !tunable.keys().contains(entry.getKey());
              if (fixed) {
                faults.add(
                    entry.getValue().place(),
                    "not to be changed while the job runs",
                    "one of " + String.join(", ", tunable.keys()));
              }
              return fixed;
            });
  }
}

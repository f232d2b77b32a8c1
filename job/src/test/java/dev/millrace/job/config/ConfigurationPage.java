package dev.millrace.job.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/** Writes docs/configuration.md from the options themselves. */
final class ConfigurationPage {

  private static final String HEAD =
      """
      # Configuration

      <!-- Generated from the options in the code. Do not edit: the test ConfigurationPageTest says how to renew it. -->

      One YAML file, in the words of Flink CDC pipelines where they have a word. A key may be written with its dots
      (`scan.startup.mode: initial`) or nested. Every fault of a file is told at once, with its line, and then nothing is
      started (exit code 2).

      Over the file lie, a later one winning:

      1. on Amazon's managed Flink, the property group `millrace`: its keys are those of arguments without the dashes,
         `source.hostname`, `mappings.0.fields.email`. Its property `config` names the file, in any file system that Flink
         knows; without it the properties are the whole configuration.
      2. environment variables: `source.scan.startup.mode` is `MILLRACE_SOURCE_SCAN_STARTUP_MODE`, the first mapping's
         object `MILLRACE_MAPPINGS_0_OBJECT`. A variable of a secret, `MILLRACE_SOURCE_PASSWORD`, is the secret itself: the
         setting becomes `${env:MILLRACE_SOURCE_PASSWORD}`, so it must be set wherever the job's tasks run. A variable
         that begins like one of a section but names no key is a fault, unless the file refers to it.
      3. arguments: `--source.hostname db.example`, `--delivery.max-in-flight=32`, `--mappings.0.fields.email "LOWER(email)"`.
         Sources and mappings are counted from 0; a list is given with commas.

      Secrets are references, `${env:NAME}` or `${file:PATH}`, in the jar for managed Flink also `${aws-secret:ID}` and
      `${aws-secret:ID#FIELD}` ([how](../deploy/aws-managed-flink/README.md)). They are read where they are used: on the
      JobManager and the TaskManagers. A secret as its own text is refused.

      `check --config FILE` tells whether it can work, asking databases and CRM. `run --config FILE` checks the same first;
      then it prints the configuration in effect, and writes it into the log: every layer and default filled in, secrets as
      their references, and behind each value where it comes from (`default`, `shop.yaml:12`, `property ...`,
      `environment variable ...`, `argument ...`). `check --print` prints the same.

      Few keys can be changed while the job runs: [tuning](tuning.md).
      """;

  private static final String SOURCE =
      """
      A map, or a list of such maps to read several databases in one job.""";

  private static final String MAPPINGS =
      """
      A list. A table may be mapped to several objects, and several tables to one object.

          mappings:
            - table: shop.customers
              object: contacts
              id: ext_id
              filter: status <> 'draft'
              fields:
                ext_id: CAST(id AS VARCHAR)
                email: LOWER(email)
              on-delete:
                set: {lifecycle: churned}""";

  private static final String DEAD_LETTERS =
      """
      Records that the CRM refuses; see [dead letters](dead-letters.md). Without this section a refused record stops the job.""";

  private ConfigurationPage() {}

  static String write() {
    StringBuilder page = new StringBuilder(HEAD);
    section(page, "source", SOURCE, Options.source());
    section(page, "sink", "The CRM. Every one has these:", Options.sink());
    Options.crms()
        .forEach(
            (type, options) -> {
              if (!options.options().isEmpty()) {
                page.append("\nWith `type: ").append(type).append("` there are also:\n\n");
                table(page, options);
              }
            });
    section(page, "mappings", MAPPINGS, Options.mapping());
    section(page, "delivery", "How records go to the CRM.", Options.delivery());
    section(page, "dead-letters", DEAD_LETTERS, Options.deadLetters());
    section(page, "pipeline", "The Flink job.", Options.pipeline());
    return page.toString();
  }

  static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> all = new ArrayList<>();
    List.of(
            Options.source(),
            Options.sink(),
            Options.mapping(),
            Options.delivery(),
            Options.deadLetters(),
            Options.pipeline())
        .forEach(options -> all.addAll(options.options()));
    Options.crms().values().forEach(options -> all.addAll(options.options()));
    return all;
  }

  private static void section(StringBuilder page, String name, String text, OptionSet options) {
    page.append("\n## ").append(name).append("\n\n").append(text).append("\n\n");
    table(page, options);
  }

  private static void table(StringBuilder page, OptionSet options) {
    page.append("| key | type | default | |\n|---|---|---|---|\n");
    for (ConfigOption<?> option : options.options()) {
      page.append("| `")
          .append(option.key())
          .append("` | ")
          .append(OptionType.of(option).word())
          .append(" | ")
          .append(defaultValue(option))
          .append(" | ")
          .append(description(option).replace("|", "\\|"))
          .append(" |\n");
    }
  }

  static String description(ConfigOption<?> option) {
    return new HtmlFormatter().format(option.description());
  }

  private static String defaultValue(ConfigOption<?> option) {
    Object value = option.defaultValue();
    if (value == null || (value instanceof Map<?, ?> map && map.isEmpty())) {
      return "";
    }
    return '`'
        + (value instanceof Duration duration
            ? TimeUtils.formatWithHighestUnit(duration)
            : value.toString())
        + '`';
  }
}

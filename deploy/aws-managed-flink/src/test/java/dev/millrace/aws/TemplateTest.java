package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The template says what the job needs, and its role may no more. */
class TemplateTest {

  private static Map<?, ?> template;

  @BeforeAll
  static void read() throws Exception {
    template =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build(), new CloudFormation())
                .loadFromString(Files.readString(Path.of("template.yaml")));
  }

  @Test
  void theRoleMayNothingOnEverythingButLookAtTheNetwork() {
    List<Map<?, ?>> statements = statements();

    assertThat(statements)
        .filteredOn(statement -> texts(statement.get("Resource")).contains("*"))
        .singleElement()
        .satisfies(
            statement ->
                assertThat(texts(statement.get("Action")))
                    .allMatch(action -> action.startsWith("ec2:Describe")));
    assertThat(statements)
        .flatExtracting(statement -> texts(statement.get("Action")))
        .noneMatch(action -> action.contains("*"));
  }

  @Test
  void theSecretsAreThoseThatAreNamed() {
    assertThat(statements())
        .filteredOn(s -> texts(s.get("Action")).contains("secretsmanager:GetSecretValue"))
        .singleElement()
        .satisfies(statement -> assertThat(statement.get("Resource")).isEqualTo("!Ref SecretArns"));
  }

  @Test
  void ofTheBucketItReadsThreeFilesAndWritesNone() {
    assertThat(statements("Role"))
        .filteredOn(s -> texts(s.get("Action")).stream().anyMatch(a -> a.startsWith("s3:")))
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(texts(statement.get("Action")))
                  .containsExactly("s3:GetObject", "s3:GetObjectVersion");
              assertThat(texts(statement.get("Resource")))
                  .containsExactly(
                      "!Sub arn:${AWS::Partition}:s3:::${Bucket}/${CodeKey}",
                      "!Sub arn:${AWS::Partition}:s3:::${Bucket}/${ConfigKey}",
                      "!Sub arn:${AWS::Partition}:s3:::${Bucket}/${TuningKey}");
            });
  }

  @Test
  void moreItMayOnlyWhereThatIsGiven() {
    assertThat(conditionsOfPolicies())
        .isEqualTo(Map.of("DeadLetterPolicy", "WritesDeadLetters", "KeyPolicy", "HasKey"));
    assertThat(statements("DeadLetterPolicy"))
        .extracting(statement -> (Object) statement.get("Resource"))
        .containsExactly(
            "!Sub arn:${AWS::Partition}:s3:::${Bucket}/${DeadLetterPrefix}/*",
            "!Sub arn:${AWS::Partition}:s3:::${Bucket}");
    assertThat(statements("KeyPolicy"))
        .extracting(statement -> (Object) statement.get("Resource"))
        .containsExactly("!Ref KmsKeyArn");
    assertThat(alarms())
        .extracting(alarm -> (Object) alarm.get("AlarmActions"))
        .containsOnly(List.of("HasTopic", List.of("!Ref AlarmTopicArn"), "!Ref AWS::NoValue"));
    assertThat(at("Conditions"))
        .isEqualTo(
            Map.of(
                "WritesDeadLetters", unlessEmpty("DeadLetterPrefix"),
                "HasKey", unlessEmpty("KmsKeyArn"),
                "HasTopic", unlessEmpty("AlarmTopicArn")));
  }

  @Test
  void theApplicationRunsWhatTheBuildMakesAsItMust() {
    Map<?, ?> application = at("Resources", "Application", "Properties");
    assertThat(application.get("RuntimeEnvironment")).isEqualTo("FLINK-1_20");
    assertThat(at("Parameters", "CodeKey").get("Default"))
        .isEqualTo("millrace-aws-" + System.getProperty("millrace.version") + "-uber.jar");
    assertThat(
            at(
                    "Resources",
                    "Application",
                    "Properties",
                    "ApplicationConfiguration",
                    "FlinkApplicationConfiguration",
                    "ParallelismConfiguration")
                .get("AutoScalingEnabled"))
        .isEqualTo(false);
  }

  /** Such a metric never falls while the application runs, and an alarm on it would never end. */
  @Test
  void noAlarmIsOnACountSinceTheStart() {
    for (Map<?, ?> alarm : alarms()) {
      assertThat(alarm.get("MetricName"))
          .isNotIn(
              "numberOfFailedCheckpoints", "fullRestarts", "refusedRecords", "changesUnmappable");
    }
    assertThat(alarms())
        .flatExtracting(TemplateTest::metrics)
        .filteredOn(metric -> metric.containsKey("Expression"))
        .isNotEmpty()
        .allSatisfy(
            metric -> assertThat(metric.get("Expression").toString()).matches("DIFF\\(\\w+\\)"));
    assertThat(alarms())
        .flatExtracting(TemplateTest::metrics)
        .filteredOn(metric -> metric.containsKey("MetricStat"))
        .isNotEmpty()
        .allSatisfy(metric -> assertThat(metric.get("ReturnData")).isEqualTo(false));
  }

  /** A name that nothing in the template has makes AWS refuse it. */
  @Test
  void everyReferenceIsToSomethingInIt() {
    TreeSet<String> known = new TreeSet<>();
    at("Parameters").keySet().forEach(name -> known.add(name.toString()));
    at("Resources").keySet().forEach(name -> known.add(name.toString()));
    List<String> references = new ArrayList<>();
    collect(template, references);

    assertThat(references).isNotEmpty().filteredOn(r -> !r.startsWith("AWS::")).isSubsetOf(known);
  }

  private static void collect(Object node, List<String> references) {
    if (node instanceof Map<?, ?> map) {
      map.values().forEach(value -> collect(value, references));
    } else if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, references));
    } else if (node instanceof String text) {
      if (text.startsWith("!Ref ")) {
        references.add(text.substring(5));
      } else if (text.startsWith("!GetAtt ")) {
        references.add(text.substring(8, text.indexOf('.')));
      } else if (text.startsWith("!Sub ")) {
        java.util.regex.Pattern.compile("\\$\\{([^}]+)}")
            .matcher(text)
            .results()
            .forEach(match -> references.add(match.group(1)));
      }
    }
  }

  private static List<Map<?, ?>> alarms() {
    List<Map<?, ?>> alarms = new ArrayList<>();
    for (Object resource : at("Resources").values()) {
      if (((Map<?, ?>) resource).get("Type").equals("AWS::CloudWatch::Alarm")) {
        alarms.add((Map<?, ?>) ((Map<?, ?>) resource).get("Properties"));
      }
    }
    return alarms;
  }

  private static List<Map<?, ?>> metrics(Map<?, ?> alarm) {
    List<Map<?, ?>> metrics = new ArrayList<>();
    if (alarm.get("Metrics") instanceof List<?> list) {
      list.forEach(metric -> metrics.add((Map<?, ?>) metric));
    }
    return metrics;
  }

  /** {@code !Not [!Equals [!Ref parameter, ""]]} */
  private static List<?> unlessEmpty(String parameter) {
    return List.of(List.of("!Ref " + parameter, ""));
  }

  private static Map<String, Object> conditionsOfPolicies() {
    Map<String, Object> conditions = new TreeMap<>();
    at("Resources")
        .forEach(
            (name, resource) -> {
              if (((Map<?, ?>) resource).get("Type").equals("AWS::IAM::Policy")) {
                conditions.put(name.toString(), ((Map<?, ?>) resource).get("Condition"));
              }
            });
    return conditions;
  }

  /** Of the role, and of everything that is added to it where it is asked for. */
  private static List<Map<?, ?>> statements() {
    List<Map<?, ?>> statements = new ArrayList<>(statements("Role"));
    conditionsOfPolicies().keySet().forEach(policy -> statements.addAll(statements(policy)));
    return statements;
  }

  private static List<Map<?, ?>> statements(String resource) {
    Map<?, ?> properties = at("Resources", resource, "Properties");
    List<?> policies =
        properties.containsKey("Policies")
            ? (List<?>) properties.get("Policies")
            : List.of(properties);
    List<Map<?, ?>> statements = new ArrayList<>();
    for (Object policy : policies) {
      Map<?, ?> document = (Map<?, ?>) ((Map<?, ?>) policy).get("PolicyDocument");
      ((List<?>) document.get("Statement")).forEach(s -> statements.add((Map<?, ?>) s));
    }
    return statements;
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of(value.toString());
  }

  private static Map<?, ?> at(String... path) {
    Map<?, ?> node = template;
    for (String key : path) {
      node = (Map<?, ?>) node.get(key);
    }
    return node;
  }

  /** Its short functions: {@code !Ref x} as a text, {@code !If [x, y, z]} as the list. */
  private static final class CloudFormation extends StandardConstructor {

    CloudFormation() {
      super(LoadSettings.builder().build());
      for (String function : List.of("!Ref", "!Sub", "!GetAtt")) {
        tagConstructors.put(
            new Tag(function),
            new ConstructNode() {
              @Override
              public Object construct(Node node) {
                return function + ' ' + ((ScalarNode) node).getValue();
              }
            });
      }
      for (String function : List.of("!If", "!Not", "!Equals")) {
        tagConstructors.put(new Tag(function), tagConstructors.get(Tag.SEQ));
      }
    }
  }
}

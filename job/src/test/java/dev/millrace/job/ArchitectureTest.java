package dev.millrace.job;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Dependencies point downwards: change below cdc and crm, these below job. */
class ArchitectureTest {

  private static final String[] SHARED = {
    "dev.millrace.change..", "dev.millrace.check..", "dev.millrace.secret.."
  };
  private static final String CDC = "dev.millrace.cdc..";
  private static final String CRM = "dev.millrace.crm..";
  private static final String[] CRMS = {
    "dev.millrace.crm.hubspot..", "dev.millrace.crm.rest..", "dev.millrace.crm.salesforce.."
  };
  private static final String JOB = "dev.millrace.job..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.millrace", "org.apache.flink.cdc.connectors.mysql.source.offset");

  @Test
  void allModulesAreLookedAt() {
    for (String type :
        new String[] {
          "dev.millrace.change.ChangeEvent",
          "dev.millrace.cdc.ChangeSource",
          "dev.millrace.crm.CrmConnector",
          "dev.millrace.crm.delivery.DeliveryEngine",
          "dev.millrace.crm.hubspot.HubSpotConnectorFactory",
          "dev.millrace.crm.rest.RestConnectorFactory",
          "dev.millrace.crm.salesforce.SalesforceConnectorFactory",
          "dev.millrace.job.config.JobConfig"
        }) {
      assertThat(CLASSES.contain(type)).as(type).isTrue();
    }
  }

  @Test
  void whatAChangeIsKnowsNobody() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(SHARED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CDC, CRM, JOB));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(SHARED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink.cdc..", "io.debezium.."));
  }

  @Test
  void databasesAndCrmsDoNotKnowEachOther() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CDC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CRM, JOB));
    check(
        noClasses()
            .that()
            .resideInAPackage(CRM)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CDC, JOB));
  }

  @Test
  void aCrmIsKnownByNobody() {
    for (String crm : CRMS) {
      check(
          noClasses()
              .that()
              .resideOutsideOfPackage(crm)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(crm));
    }
  }

  @Test
  void onlyTheSourcesKnowDebezium() {
    check(
        noClasses()
            .that(resideInAPackage("dev.millrace..").and(resideInAPackage(CDC).negate()))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "io.debezium..",
                    "org.apache.flink.cdc.connectors..",
                    "org.apache.flink.cdc.debezium..",
                    "com.mysql..",
                    "org.postgresql..")));
  }

  @Test
  void theDeliveryEngineIsPlainJava() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.millrace.crm.delivery..")
            .should()
            .dependOnClassesThat(
                nameStartingWith("org.apache.flink").or(nameStartingWith("org.apache.hc"))));
  }

  @Test
  void thePartsOfTheJobPointDownwards() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.millrace.job.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.millrace.job.mapping..",
                "dev.millrace.job.topology..",
                "dev.millrace.job.command.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.millrace.job.mapping..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.job.topology..", "dev.millrace.job.command.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.millrace.job.topology..",
                "dev.millrace.job.deadletter..",
                "dev.millrace.job.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.job.command.."));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}

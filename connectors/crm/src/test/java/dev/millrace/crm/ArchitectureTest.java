package dev.millrace.crm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may know what. */
class ArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.crm");

  @Test
  void theDeliveryEngineIsPureJava() {
    classes()
        .that()
        .resideInAPackage("dev.millrace.crm.delivery..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "dev.millrace.change", "dev.millrace.crm", "dev.millrace.crm.delivery..")
        .check(MAIN);
  }

  @Test
  void onlyTheTransportKnowsTheHttpClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.millrace.crm.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .check(MAIN);
  }

  @Test
  void dependenciesPointDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("operator")
        .definedBy("dev.millrace.crm.operator..")
        .layer("http")
        .definedBy("dev.millrace.crm.http..")
        .layer("auth")
        .definedBy("dev.millrace.crm.auth..")
        .layer("delivery")
        .definedBy("dev.millrace.crm.delivery..")
        .layer("spi")
        .definedBy("dev.millrace.crm")
        .whereLayer("operator")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("operator")
        .whereLayer("auth")
        .mayOnlyBeAccessedByLayers("operator", "http")
        .whereLayer("delivery")
        .mayOnlyBeAccessedByLayers("operator", "http")
        .check(MAIN);
  }
}

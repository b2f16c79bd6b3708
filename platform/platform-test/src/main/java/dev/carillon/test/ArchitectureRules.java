package dev.carillon.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/// The architecture rules between and inside the services. A service's `ArchitectureTest` calls
/// `ArchitectureRules.check("dev.carillon.api")`.
public final class ArchitectureRules {
    private static final List<String> SERVICES =
            List.of(
                    "dev.carillon.api",
                    "dev.carillon.processor",
                    "dev.carillon.email",
                    "dev.carillon.gateway",
                    "dev.carillon.digest");

    private ArchitectureRules() {}

    /// Checks the main classes of a service, given its root package.
    ///
    /// @throws AssertionError naming every class that breaks a rule
    public static void check(String rootPackage) {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(rootPackage);
        Stream.of(
                        noOtherService(rootPackage),
                        noLayers(rootPackage),
                        nothingFromTheTests(rootPackage),
                        noMutableStatics(rootPackage),
                        noFieldInjection(rootPackage),
                        timeComesFromTheClock(rootPackage),
                        oneMapper(rootPackage),
                        endpointsArePackagePrivate(rootPackage),
                        featuresDoNotDependOnEachOtherInCircles(rootPackage))
                .forEach(rule -> rule.allowEmptyShould(true).check(classes));
    }

    private static ArchRule noOtherService(String root) {
        String[] others =
                SERVICES.stream()
                        .filter(service -> !service.equals(root))
                        .map(service -> service + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services share topics and common-events, never classes");
    }

    private static ArchRule noLayers(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(
                        "..controller..", "..service..", "..dto..", "..util..", "..impl..")
                .because("a service is divided into packages by feature");
    }

    private static ArchRule nothingFromTheTests(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.carillon.test..", "dev.carillon.embedded..", "org.junit..")
                .because("main code does not know the tests or the embedded servers");
    }

    private static ArchRule noMutableStatics(String root) {
        return noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .areStatic()
                .and(
                        DescribedPredicate.<JavaField>describe(
                                "are written by hand",
                                field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .notBeFinal()
                .because("there is no static mutable state");
    }

    private static ArchRule noFieldInjection(String root) {
        return noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .should()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .orShould()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .because("dependencies come through the constructor");
    }

    private static ArchRule timeComesFromTheClock(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("the Clock is injected");
    }

    private static ArchRule oneMapper(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.databind..")
                .because("JSON goes through Jackson 3 as EventJson sets it up");
    }

    private static ArchRule endpointsArePackagePrivate(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
                .should()
                .bePackagePrivate()
                .because("an endpoint is called over HTTP, not by another class");
    }

    private static ArchRule featuresDoNotDependOnEachOtherInCircles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }
}

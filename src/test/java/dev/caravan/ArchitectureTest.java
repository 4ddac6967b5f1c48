package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data flows one way: no package knows one to its right. Plain tests, for Surefire does not count ArchUnit's own. */
class ArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.caravan");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "source.file|source.command,source.journal,parse,transform,batch,deliver",
        "source.journal|source.file,source.command,parse,transform,batch,deliver",
        "source.poll|source.file,source.command,source.journal,parse,transform,batch,deliver",
        "source.command|source.file,source.journal,parse,transform,batch,deliver",
        "parse|source.file,source.command,source.journal,source.poll,transform,batch,deliver,state",
        "transform|source.file,source.command,source.journal,source.poll,batch,deliver,state",
        "batch|source.file,source.command,source.journal,source.poll,parse,transform,deliver",
        "deliver|source.file,source.command,source.journal,source.poll,parse,transform,batch",
        "state|source.file,source.command,source.journal,source.poll,parse,transform,batch,deliver",
        "pipeline|source.file,source.command,source.journal,source.poll,parse,transform,batch,deliver,state",
        "trust|source.file,source.command,source.journal,source.poll,parse,transform,batch,deliver,state,config,routes,embedded,health"})
    void aPackageKnowsNoneOfThese(String name, String others) {
        assertTrue(classes.stream().anyMatch(c -> c.getPackageName().equals("dev.caravan." + name)), "no package " + name);
        String[] forbidden = java.util.Arrays.stream(others.split(",")).map(o -> "dev.caravan." + o + "..")
            .toArray(String[]::new);
        noClasses().that().resideInAPackage("dev.caravan." + name + "..")
            .should().dependOnClassesThat().resideInAnyPackage(forbidden).check(classes);
    }

    @Test
    void packagesKnowEachOtherInOneDirectionOnly() {
        com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices().matching("dev.caravan.(**)").should().beFreeOfCycles()
            .check(classes);
    }

    @Test
    void nothingSleepsButWhatSaysWhy() {
        noClasses().that().doNotHaveFullyQualifiedName("dev.caravan.app.Backlog").and().doNotHaveFullyQualifiedName("dev.caravan.app.Drain")
            .and().doNotHaveFullyQualifiedName("dev.caravan.control.ControlSocket").and()
            .doNotHaveFullyQualifiedName("dev.caravan.cli.StatusCommand").should().callMethod(Thread.class, "sleep", long.class)
            .because("a thread that sleeps cannot be stopped or tested well; the four are waits of commands, in threads"
                + " of their own, and the pause of the socket after an error").check(classes);
    }

    @Test
    void caseDoesNotDependOnTheMachinesLocale() {
        noClasses().should().callMethod(String.class, "toLowerCase").orShould().callMethod(String.class, "toUpperCase")
            .because("in Turkish the small form of I has no dot: name a locale").check(classes);
    }

    @Test
    void filesThatMustSurviveAPowerLossAreWrittenThroughDurable() {
        noClasses().that().resideInAnyPackage("dev.caravan.batch..", "dev.caravan.deliver..", "dev.caravan.source.file..")
            .should().callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(Files.class.getName())))
                .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching("write.*|newOutputStream"))))
            .because("Durable forces them to disk and makes them readable by their owner alone").check(classes);
    }
}

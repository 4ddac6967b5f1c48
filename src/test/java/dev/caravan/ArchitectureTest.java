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
        "tail|command,journal,parse,edit,batch,deliver",
        "journal|tail,command,parse,edit,batch,deliver",
        "poll|tail,command,journal,parse,edit,batch,deliver",
        "command|tail,journal,parse,edit,batch,deliver",
        "parse|tail,command,journal,poll,edit,batch,deliver,state",
        "edit|tail,command,journal,poll,batch,deliver,state",
        "batch|tail,command,journal,poll,parse,edit,deliver",
        "deliver|tail,command,journal,poll,parse,edit,batch",
        "state|tail,command,journal,poll,parse,edit,batch,deliver",
        "flow|tail,command,journal,poll,parse,edit,batch,deliver,state",
        "trust|tail,command,journal,poll,parse,edit,batch,deliver,state,config,routes,embedded,observe"})
    void aPackageKnowsNoneOfThese(String name, String others) {
        assertTrue(classes.stream().anyMatch(c -> c.getPackageName().equals("dev.caravan." + name)), "no package " + name);
        String[] forbidden = java.util.Arrays.stream(others.split(",")).map(o -> "dev.caravan." + o + "..")
            .toArray(String[]::new);
        noClasses().that().resideInAPackage("dev.caravan." + name + "..")
            .should().dependOnClassesThat().resideInAnyPackage(forbidden).check(classes);
    }

    @Test
    void filesThatMustSurviveAPowerLossAreWrittenThroughDurable() {
        noClasses().that().resideInAnyPackage("dev.caravan.batch..", "dev.caravan.deliver..", "dev.caravan.tail..")
            .should().callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(Files.class.getName())))
                .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching("write.*|newOutputStream"))))
            .because("Durable forces them to disk and makes them readable by their owner alone").check(classes);
    }
}

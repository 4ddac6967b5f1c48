package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Data flows one way: no package knows one to its right. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule TAIL_KNOWS_NOTHING_TO_ITS_RIGHT = noClasses().that().resideInAPackage("..tail..")
        .should().dependOnClassesThat().resideInAnyPackage("..parse..", "..batch..", "..deliver..", "..command..");

    @ArchTest
    static final ArchRule COMMANDS_KNOW_NOTHING_TO_THEIR_RIGHT = noClasses().that().resideInAPackage("..command..")
        .should().dependOnClassesThat().resideInAnyPackage("..parse..", "..batch..", "..deliver..", "..tail..");

    @ArchTest
    static final ArchRule PARSERS_KNOW_ONLY_BLOCKS = noClasses().that().resideInAPackage("..parse..")
        .should().dependOnClassesThat().resideInAnyPackage("..tail..", "..batch..", "..deliver..", "..state..");

    @ArchTest
    static final ArchRule BATCHES_KNOW_NEITHER_SOURCES_NOR_DELIVERY = noClasses().that().resideInAPackage("..batch..")
        .should().dependOnClassesThat().resideInAnyPackage("..tail..", "..command..", "..parse..", "..deliver..");

    @ArchTest
    static final ArchRule DELIVERY_KNOWS_ONLY_THE_OUTBOX = noClasses().that().resideInAPackage("..deliver..")
        .should().dependOnClassesThat().resideInAnyPackage("..tail..", "..command..", "..parse..", "..batch..");

    @ArchTest
    static final ArchRule STATE_AND_BLOCKS_KNOW_NO_STEP = noClasses().that().resideInAnyPackage("..state..", "..flow..")
        .should().dependOnClassesThat().resideInAnyPackage("..tail..", "..command..", "..parse..", "..batch..",
            "..deliver..");

    @ArchTest
    static final ArchRule FILES_ARE_WRITTEN_THROUGH_DURABLE = noClasses().that().resideInAnyPackage("..batch..",
        "..deliver..", "..tail..").should().callMethod(java.nio.file.Files.class, "write", java.nio.file.Path.class,
            byte[].class, java.nio.file.OpenOption[].class)
        .because("a file that must survive a power loss is forced to disk, and readable by its owner alone");
}

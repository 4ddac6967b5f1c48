package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
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
        "source.file|source.command,source.journal,parse,transform,batch,outbox,deliver",
        "source.journal|source.file,source.command,parse,transform,batch,outbox,deliver",
        "source.poll|source.file,source.command,source.journal,parse,transform,batch,outbox,deliver",
        "source.command|source.file,source.journal,parse,transform,batch,outbox,deliver",
        "parse|source.file,source.command,source.journal,source.poll,transform,batch,outbox,deliver,state",
        "transform|source.file,source.command,source.journal,source.poll,batch,outbox,deliver,state",
        "batch|source.file,source.command,source.journal,source.poll,parse,transform,outbox,deliver",
        "outbox|source.file,source.command,source.journal,source.poll,parse,transform,batch,deliver",
        "deliver|source.file,source.command,source.journal,source.poll,parse,transform,batch",
        "state|source.file,source.command,source.journal,source.poll,parse,transform,batch,outbox,deliver",
        "pipeline|source.file,source.command,source.journal,source.poll,parse,transform,batch,outbox,deliver,state",
        "trust|source.file,source.command,source.journal,source.poll,parse,transform,batch,outbox,deliver,state,config,routes,embedded,health"})
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
    void digitsDoNotDependOnTheMachinesLocale() {
        noClasses().should().callMethod(String.class, "format", String.class, Object[].class)
            .orShould().callMethod(String.class, "formatted", Object[].class)
            .orShould().callMethod(java.io.PrintWriter.class, "printf", String.class, Object[].class)
            .orShould().callMethod(java.io.PrintWriter.class, "format", String.class, Object[].class)
            .orShould().callMethod(java.io.PrintStream.class, "printf", String.class, Object[].class)
            .orShould().callMethod(java.io.PrintStream.class, "format", String.class, Object[].class)
            .orShould().callMethod(java.time.format.DateTimeFormatter.class, "ofPattern", String.class)
            .because("in Arabic, %d gives other digits than 0 to 9: name a locale").check(classes);
    }

    @Test
    void filesThatMustSurviveAPowerLossAreWrittenThroughDurable() {
        noClasses().that().resideInAnyPackage("dev.caravan.batch..", "dev.caravan.outbox..", "dev.caravan.deliver..", "dev.caravan.source.file..")
            .should().callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(Files.class.getName())))
                .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching("write.*|newOutputStream"))))
            .because("Durable forces them to disk and makes them readable by their owner alone").check(classes);
    }

    /** A file that waits for S3, or a position, is deleted in one of these places; what else deletes would lose lines. */
    @Test
    void filesThatHoldLinesAreDeletedAndMovedInKnownPlaces() {
        noClasses().that().resideInAnyPackage("dev.caravan.batch..", "dev.caravan.outbox..", "dev.caravan.deliver..", "dev.caravan.source..",
            "dev.caravan.state..",
            "dev.caravan.pipeline", "dev.caravan.app", "dev.caravan.transform..", "dev.caravan.parse..")
            .and(named("state.Durable", "state.PollMarker", "outbox.OutboxRepair", "batch.Recovery", "batch.Part", "pipeline.NativeDirectory",
                "pipeline.NativeFunctions"))
            .should().callMethodWhere(callOf(Files.class, "delete|deleteIfExists|move"))
            .orShould().callMethodWhere(callOf(java.io.File.class, "delete|deleteOnExit|renameTo"))
            .because("a batch is deleted on proof that S3 has it, a position is replaced in one step: Durable, OutboxRepair and Recovery"
                + " do that").check(classes);
    }

    @Test
    void namesOfCamelsHeadersAreKnownToOneClassEach() {
        noClasses().that(named("deliver.Delivery")).should().accessClassesThat()
            .haveFullyQualifiedName("org.apache.camel.component.aws2.s3.AWS2S3Constants").orShould().callMethodWhere(
                callOf(org.apache.camel.Message.class, "setHeader|getHeader").and(inPackage("dev.caravan.deliver")))
            .because("what a header is named changes with Camel").check(classes);
        noClasses().that(named("source.command.CommandRun")).should().accessClassesThat()
            .haveFullyQualifiedName("org.apache.camel.component.exec.ExecBinding").because("what a header is named changes with Camel")
            .check(classes);
    }

    @Test
    void onlyCommandsPrintAndEndTheProcess() {
        noClasses().that().resideOutsideOfPackages("dev.caravan", "dev.caravan.cli..", "dev.caravan.app..")
            .should().callMethod(System.class, "exit", int.class).orShould().accessField(System.class, "out")
            .because("what runs as a service logs; the log escapes what others wrote").check(classes);
    }

    @Test
    void textsDoNotDependOnTheMachinesEncoding() {
        noClasses().should().callMethod(String.class, "getBytes").orShould().callConstructor(String.class, byte[].class)
            .orShould().callConstructor(java.io.FileReader.class, String.class).orShould()
            .callConstructor(java.io.InputStreamReader.class, java.io.InputStream.class)
            .because("Java 17 takes the encoding of the locale: name UTF-8, or ISO_8859_1 where bytes are meant").check(classes);
    }

    @Test
    void questionsChangeNothing() {
        java.util.List<String> changes = classes.stream().flatMap(c -> c.getFieldAccessesFromSelf().stream())
            .filter(access -> access.getAccessType() == com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType.SET)
            .filter(access -> access.getOrigin().getName().matches("(is|has|can|may|are|lasts)([A-Z].*)?"))
            .map(access -> access.getOriginOwner().getSimpleName() + "." + access.getOrigin().getName() + " sets " + access.getTarget().getName())
            .sorted().toList();
        assertEquals(java.util.List.of(), changes, "a method that changes something has the name of what it does");
    }

    private static DescribedPredicate<JavaClass> named(String... exceptions) {
        java.util.Set<String> names = java.util.Arrays.stream(exceptions).map(name -> "dev.caravan." + name)
            .collect(java.util.stream.Collectors.toSet());
        return DescribedPredicate.describe("are none of " + names, c -> names.stream()
            .noneMatch(name -> c.getName().equals(name) || c.getName().startsWith(name + "$")));
    }

    private static DescribedPredicate<JavaCall<?>> callOf(Class<?> owner, String methods) {
        return DescribedPredicate.describe(owner.getSimpleName() + "." + methods,
            call -> call.getTargetOwner().isEquivalentTo(owner) && call.getTarget().getName().matches(methods));
    }

    private static DescribedPredicate<JavaCall<?>> inPackage(String name) {
        return DescribedPredicate.describe("in " + name, call -> call.getOriginOwner().getPackageName().equals(name));
    }
}

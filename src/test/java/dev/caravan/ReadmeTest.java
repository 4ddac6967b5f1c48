package dev.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents say of the tests is so. */
class ReadmeTest {

    @ParameterizedTest
    @CsvSource({"docs/promises.md, 15", "ARCHITECTURE.md, 4"})
    void everyTestThatIsNamedExists(String document, int atLeast) throws IOException {
        Set<String> named = Pattern.compile("\\b[A-Z][A-Za-z0-9]+(Test|IT)\\b").matcher(Files.readString(Path.of(document)))
            .results().map(r -> r.group()).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(named.size() >= atLeast, "only " + named);
        Set<String> tests;
        try (var files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(f -> f.getFileName().toString().replaceFirst("\\.java$", "")).collect(Collectors.toSet());
        }
        named.removeAll(tests);
        assertEquals(Set.of(), named, "no such test");
    }
}

package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code src/main/resources/schemas}, from what the parsers declare. */
class SchemasDocumentTest {

    private static final Path FOLDER = Path.of("src/main/resources/schemas");

    static Stream<String> names() {
        return Schemas.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFileIsWhatTheParserDeclares(String name) throws IOException {
        Generated.compare(FOLDER.resolve(name + ".yml"), Schemas.text(name));
    }

    @Test
    void thereIsNoOtherFile() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(names().map(name -> name + ".yml").collect(Collectors.toSet()),
                files.map(file -> file.getFileName().toString()).collect(Collectors.<String, Set<String>>toCollection(java.util.TreeSet::new)));
        }
    }
}

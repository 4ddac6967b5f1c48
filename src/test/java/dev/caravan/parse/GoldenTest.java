package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.SchemaCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each line of the samples that the parsers declare against the record that it must become, and that record against the fields that the parser
 * declares. {@code -Dcaravan.test.write=true} writes the records of a new sample; read each of them next to its line.
 */
class GoldenTest {

    private static final Parsers PARSERS = new Parsers(ZoneOffset.UTC);
    private static final Path RECORDS = Path.of("src/test/resources/parse");

    static Stream<Arguments> samples() {
        return PARSERS.names().stream().flatMap(parser -> PARSERS.get(parser).samples().stream().map(sample -> Arguments.of(parser, sample)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("samples")
    void everyLineBecomesTheExpectedRecord(String parser, String sample) throws IOException {
        Block block = new LineFormat(PARSERS.get(parser)).parse(TestBlock.of(resource("/samples/" + sample), Parsing.origin(Parsing.READ)));
        assertEquals("", TestBlock.section(block, block.unparsedOutput()), "lines that are refused");
        String written = block.toString();
        Path file = RECORDS.resolve(parser).resolve(sample + ".ndjson");
        if (Boolean.getBoolean("caravan.test.write") && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, written);
        }
        List<JsonNode> expected = records(Files.exists(file) ? Files.readString(file) : "");
        List<JsonNode> actual = records(written);
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i), "record " + (i + 1) + " of " + sample);
        }
        assertEquals(expected.size(), actual.size(), "number of records in " + file);
        RecordType type = PARSERS.get(parser).records();
        if (type.schema() != null) {
            SchemaCheck.assertFits(type.schema(), written);
        }
    }

    @Test
    void eachParserHasASample() {
        for (String parser : PARSERS.names()) {
            assertFalse(PARSERS.get(parser).samples().isEmpty(), parser);
        }
    }

    @Test
    void linesThatAreRecordsAlreadyPassUnchanged() throws IOException {
        for (String parser : List.of("caddy", "traefik", "jsonLines")) {
            String sample = resource("/samples/" + (parser.equals("traefik") ? "traefik" : "caddy") + "-access.log");
            assertEquals(sample, new LineFormat(PARSERS.get(parser)).parse(TestBlock.of(sample)).toString());
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
            assertNotNull(in, name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<JsonNode> records(String text) {
        List<JsonNode> records = new ArrayList<>();
        text.lines().forEach(line -> records.add(Parsing.json((line + "\n").getBytes(StandardCharsets.UTF_8))));
        return records;
    }
}

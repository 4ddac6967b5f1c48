package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TestCommandTest {

    @TempDir
    Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new TestCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private int test(String yaml) throws IOException {
        return run(Files.writeString(directory.resolve("t.yaml"), yaml).toString());
    }

    @Test
    void theTestsOfTheShippedRoutesPass() {
        assertEquals(0, run(), out.toString());
        assertTrue(out.toString().strip().endsWith(", 0 failed"), out.toString());
    }

    @Test
    void eachShippedSourceHasATest() throws IOException {
        TreeSet<String> sources = names(Path.of("routes"));
        sources.removeAll(List.of("deliver", "errors"));
        sources.removeAll(names(Path.of("routes/tests")));
        assertEquals(new TreeSet<>(), sources);
    }

    private static TreeSet<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".yaml"))
                .map(n -> n.replace(".yaml", "")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void aTestFailsWhereARecordDiffersIsMissingOrIsTooMuch() throws IOException {
        assertEquals(1, test("""
            parser: jsonLines
            tests:
              - { name: differs, lines: '{"a":1,"b":2}', records: [{ a: 1 }] }
              - { name: value, lines: '{"a":1}', records: [{ a: 2 }] }
              - { name: missing, lines: '', records: [{ a: 1 }] }
              - { name: too much, lines: '{"a":1}' }
              - { name: refused, lines: 'x', records: [] }
              - { name: taken, lines: '{}', records: [{}], unparsed: x }
              - { name: order, lines: ['{"a":1}', '{"a":2}'], records: [{ a: 2 }, { a: 1 }] }
              - { name: list, lines: '{"a":[1,2]}', records: [{ a: [1] }] }
              - { name: type, lines: '{"a":"1"}', records: [{ a: 1 }] }
              - { name: good, lines: '{"b":[1.50,{"c":null}],"a":1e2}', records: [{ a: 100, b: [1.5, { c: null }] }] }
              - { name: partly good, lines: '{"a":1,"b":{"c":1,"d":2}}', records: [{ b: { c: 1 } }], partly: true }
            """));
        for (String name : List.of("differs", "value", "missing", "too much", "refused", "taken", "order", "list", "type")) {
            assertTrue(out.toString().contains("FAIL t.yaml: " + name + "\n"), name + "\n" + out);
        }
        assertTrue(out.toString().contains("pass t.yaml: good\npass t.yaml: partly good\n2 passed, 9 failed"), out.toString());
        assertTrue(out.toString().contains("     records 1: expected: {\"a\":2}\n                but was:  {\"a\":1}"), out.toString());
    }

    @Test
    void linesThatARouteSendsElsewhereAreExpectedThere() throws IOException {
        Files.writeString(directory.resolve("r.yaml"), """
            - route:
                id: r
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: r, directory: /x, fileName: y }
                  steps:
                    - to: { uri: "kamelet:filter-lines-action", parameters: { drop: "health" } }
                    - to: { uri: "kamelet:divert-lines-action", parameters: { pattern: "sudo", to: "r-sudo" } }
                    - to: kamelet:s3-batch-sink
            """);
        assertEquals(0, test("""
            route: r.yaml
            tests:
              - { name: a, lines: [health, sudo x, y], records: [y], outputs: { r-sudo: [sudo x] } }
            """), out.toString());
        assertEquals(1, test("""
            route: r.yaml
            tests:
              - { name: a, lines: [sudo x] }
            """), out.toString());
        assertTrue(out.toString().contains("r-sudo 1: not expected: sudo x"), out.toString());
    }

    @Test
    void aFileWithAMistakeFailsAndSaysWhy() throws IOException {
        assertEquals(1, test("parser: nosuch\ntests: [{ name: a, lines: b }]"));
        assertEquals(1, test("parser: syslog\ntests: [{ name: a, lines: b, recods: [] }]"));
        assertEquals(1, test("route: missing.yaml\ntests: [{ name: a, lines: b }]"));
        assertEquals(1, test("parser: [\n"));
        assertEquals(1, test("tests: [{ name: a, lines: b }]"));
        assertEquals(1, run(directory.resolve("nothing").toString()));
        for (String text : List.of("no parser 'nosuch'", "the test \"a\" has \"recods\"", "missing.yaml cannot be read",
            "t.yaml cannot be read: ", "it needs route or parser")) {
            assertTrue(out.toString().contains(text), text + "\n" + out);
        }
        assertTrue(err.toString().contains("there are no tests in"), err.toString());
    }
}

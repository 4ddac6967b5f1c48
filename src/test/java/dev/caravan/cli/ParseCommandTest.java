package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ParseCommandTest {

    @TempDir
    Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String input, String... arguments) {
        return new CommandLine(new ParseCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))))
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void aParserRunsOverAFileAndTheCountGoesToStandardError() {
        assertEquals(0, run("", "auditd", "src/test/resources/samples/audit.log"));
        assertEquals(23, out.toString().lines().count());
        assertTrue(out.toString().startsWith("{\"type\":\"SYSCALL\""));
        assertEquals("23 lines, 23 records, 0 unparsed", err.toString().strip());
    }

    @Test
    void refusedLinesOfStandardInputGoToStandardErrorWithTheReason() {
        assertEquals(1, run("{\"a\":1}\nx\u00e9", "jsonLines", "-"));
        assertEquals("{\"a\":1}\n", out.toString());
        assertEquals("unparsed: not a JSON object: x\u00e9\n2 lines, 1 records, 1 unparsed\n", err.toString().replace("\r", ""));
    }

    @Test
    void aHeaderCountsForTheWholeFileHoweverLongItIs() {
        StringBuilder log = new StringBuilder("#separator \\x09\n#fields\ta\n#types\tcount\n");
        for (int i = 0; i < 100_000; i++) {
            log.append(i).append('\n');
        }
        assertEquals(0, run(log.toString(), "zeek"));
        assertEquals(100_000, out.toString().lines().distinct().count());
        assertTrue(out.toString().endsWith("{\"a\":99999}\n"));
    }

    @Test
    void theStepsOfARouteAreRunThoughItIsSwitchedOff() {
        assertEquals(0, run("", "--route", "routes/zeek-conn.yaml", "src/test/resources/samples/zeek-conn.tsv.log"));
        assertEquals(3, out.toString().lines().count());
        assertEquals("12 lines, 3 records, 0 unparsed", err.toString().strip());
    }

    @Test
    void aRouteOfAUserWithItsOwnFormatAndActionsIsRun() throws Exception {
        Path route = Files.writeString(directory.resolve("mine.yaml"), """
            - beans:
                - name: mine
                  type: "#class:dev.caravan.parse.generic.KeyValueFormat"
                  properties: { types: "n=int" }
            - route:
                id: mine
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: mine, directory: /nowhere, fileName: x.log }
                  steps:
                    - unmarshal: { custom: { ref: mine } }
                    - to: { uri: "kamelet:divert-lines-action", parameters: { field: n, pattern: "^2$", to: two } }
                    - to: { uri: "kamelet:insert-field-action", parameters: { field: env, value: prod } }
                    - to: { uri: "kamelet:s3-batch-sink", parameters: { source: mine } }
            """);
        assertEquals(1, run("n=1\nn=2\nn=x\n", "--route", route.toString()));
        assertEquals("{\"n\":1,\"env\":\"prod\"}\n{\"n\":2}\n", out.toString());
        assertEquals("unparsed: n is no whole number: n=x\n3 lines, 1 records, 1 unparsed, sent to other prefixes: {two=1}\n",
            err.toString().replace("\r", ""));
    }

    @Test
    void aRouteThatKeepsItsLinesFromTheSinkIsAnError() throws Exception {
        Path route = Files.writeString(directory.resolve("mine.yaml"), """
            - route:
                id: mine
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: mine, directory: /nowhere, fileName: x.log }
                  steps:
                    - filter: { simple: "${body} contains 'x'", steps: [ { to: "kamelet:s3-batch-sink" } ] }
            """);
        assertEquals(1, run("y\n", "--route", route.toString()));
        assertTrue(err.toString().contains("did not hand the lines to kamelet:s3-batch-sink"), err.toString());
    }

    @Test
    void mistakesAreNamed() throws Exception {
        assertEquals(1, run("", "nosuch"));
        assertTrue(err.toString().startsWith("no parser 'nosuch'; there are apacheAccess, "), err.toString());
        assertEquals(1, run("", "syslog", directory.resolve("missing").toString()));
        assertTrue(err.toString().contains("missing cannot be read: there is no such file"));
        assertEquals(2, run(""));
        assertEquals(1, run("", "--route", "routes/deliver.yaml"));
        assertTrue(err.toString().contains("deliver.yaml cannot be tried"), err.toString());
        Path route = Files.writeString(directory.resolve("bad.yaml"), "- route:\n    frm: x\n");
        assertEquals(1, run("", "--route", route.toString()));
        assertTrue(err.toString().contains("bad.yaml"), err.toString());
    }
}

package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InferCommandTest {

    private static final String A = "schema: Custom.Test\nfields:\n    - name: a\n      required: true\n      type: bigint\n";

    @TempDir
    Path dir;

    private final FakeS3 s3 = new FakeS3();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private InputStream standardInput = InputStream.nullInputStream();

    private int infer(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--name", "Test"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new InferCommand(() -> s3, standardInput))
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private String file(String name, String... lines) {
        return file(name, bytes(String.join("\n", lines)));
    }

    private String file(String name, byte[] bytes) {
        try {
            return Files.write(dir.resolve(name), bytes).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertRefused(String message) {
        assertEquals(message, err.toString().strip());
        assertEquals("", out.toString(), "nothing on standard output when it fails");
    }

    @Test
    void theCommandOfTheArticlePrintsTheSchemaOfTheArticle() {
        // Without --no-coerce recv would be bigint here, since this sample has no header line in it.
        String row = "{\"protocol\":\"tcp\",\"recv\":\"0\",\"send\":\"0\",\"local_address\":\"0.0.0.0:22\",\"foreign_address\":\"0.0.0.0:*\","
            + "\"state\":\"LISTEN\",\"process\":\"612/sshd\",\"name\":\"sshd\"}";
        assertEquals(0, run("--name", "Netstat", "--no-coerce", file("20230416_0.json", row, row)));
        StringBuilder expected = new StringBuilder("schema: Custom.Netstat\nfields:\n");
        for (String name : List.of("foreign_address", "local_address", "name", "process", "protocol", "recv", "send", "state")) {
            expected.append("    - name: ").append(name).append("\n      required: true\n      type: string\n");
        }
        assertEquals(expected.toString(), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void severalFilesMakeOneSchema() {
        assertEquals(0, infer(file("1", "{\"a\":1}"), file("2", "{\"a\":\"x\"}")));
        assertEquals(A.replace("bigint", "string"), out.toString());
    }

    @Test
    void compressedFilesAreKnownByTheirContentNotTheirName() throws IOException {
        Path gzip = dir.resolve("plain.json");
        try (OutputStream to = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            to.write(bytes("{\"a\":1}\n"));
        }
        assertEquals(0, infer(gzip.toString(), file("also.gz", Zstd.compress(bytes("{\"a\":2}"))), file("plain.zst", "{\"a\":3}")));
        assertEquals(A, out.toString());
    }

    @Test
    void aDashIsStandardInputAndNoCopyOfItIsLeft() throws IOException {
        standardInput = new ByteArrayInputStream(Zstd.compress(bytes("{\"a\":1}\n")));
        long before = copies();
        assertEquals(0, infer("-"));
        assertEquals(A, out.toString());
        assertEquals(before, copies());
    }

    private static long copies() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("caravan-infer-")).count();
        }
    }

    @Test
    void aBadLineOfStandardInputIsNamedToo() {
        standardInput = new ByteArrayInputStream(bytes("{\"a\":1}\n[]\n"));
        assertEquals(1, infer("-"));
        assertRefused("-:2: not a JSON object: it begins with an array");
    }

    @Test
    void aNameWithADotIsTakenAsItIs() {
        assertEquals(0, run("--name", "Acme.Test", file("f", "{\"a\":1}")));
        assertEquals(A.replace("Custom", "Acme"), out.toString());
    }

    @Test
    void aNameThatPantherRefusesIsRefusedBeforeAnythingIsRead() {
        assertEquals(1, run("--name", "netstat", dir.resolve("missing").toString()));
        assertTrue(err.toString().startsWith("'netstat' is no name for a schema"), err.toString());
    }

    @Test
    void aNameAndAFileAreNeeded() {
        assertEquals(2, run(file("f", "{\"a\":1}")));
        assertEquals(2, run("--name", "Test"));
    }

    @Test
    void aBadLineIsNamedAndNothingIsPrinted() {
        String bad = file("bad.json", "{\"a\":1}", "", "Proto Recv-Q Send-Q");
        assertEquals(1, infer(file("good.json", "{\"a\":1}"), bad));
        assertTrue(err.toString().startsWith(bad + ":3: not a JSON object"), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void aFileThatIsMissingOrADirectoryIsNamed() {
        assertEquals(1, infer(dir.resolve("missing").toString()));
        assertRefused(dir.resolve("missing") + ": no such file");
        assertEquals(1, infer(dir.toString()));
        assertRefused(dir + ": is a directory; name the files in it");
    }

    @Test
    void recordsWithoutFieldsAreAnError() {
        String file = file("f", "{}", "{\"a\":null}");
        assertEquals(1, infer(file));
        assertRefused("no record with a field that has a value in " + file + "; a schema needs at least one");
    }

    @Test
    void aRecordThatDoesNotFitItsOwnSchemaIsFatal() {
        // A JSON number beyond the range of a float is a float for the inference, but does not parse as one.
        String file = file("f", "{\"a\":1}", "{\"a\":1e400}");
        assertEquals(1, infer(file));
        assertRefused(file + ":2: does not fit the schema inferred from all records: a: 1e400 is not a valid float");
    }

    @Test
    void eventTimeMarksTheField() {
        assertEquals(0, infer("--event-time", "a", file("f", "{\"a\":\"2023-04-16T10:15:00Z\"}")));
        assertEquals(A.replace("bigint", "timestamp\n      timeFormats:\n        - rfc3339\n      isEventTime: true"), out.toString());
    }

    @Test
    void eventTimeOfAFieldThatIsNoTimestampIsAnError() {
        assertEquals(1, infer("--event-time", "a", file("f", "{\"a\":1}")));
        assertTrue(err.toString().startsWith("the field a has type bigint, not timestamp"), err.toString());
        assertEquals(1, infer("--event-time", "b", file("f", "{\"a\":1}")));
        assertRefused("no field b in the records; there are a");
    }

    @Test
    void describeAddsTheDescriptionsThatAreKnown() {
        assertEquals(0, infer("--describe", file("f", "{\"src_ip\":\"203.0.113.7\",\"zzz\":1}")));
        assertEquals("""
            schema: Custom.Test
            fields:
                - name: src_ip
                  required: true
                  description: Address that the connection comes from
                  type: string
                  indicators:
                    - ip
                - name: zzz
                  required: true
                  type: bigint
            """, out.toString());
    }

    @Test
    void noCoerceLeavesNumbersInStringsAsStrings() {
        String file = file("f", "{\"a\":\"1\"}");
        assertEquals(0, infer(file));
        assertEquals(A, out.toString());
        assertEquals(0, infer("--no-coerce", file));
        assertEquals(A.replace("bigint", "string"), out.toString());
    }

    @Test
    void strictPassesRecordsThatAreAlike() {
        assertEquals(0, infer("--strict", file("f", "{\"a\":1}", "{\"a\":2}")));
        assertEquals(A, out.toString());
    }

    @Test
    void strictRefusesMixedTypesAndMissingFieldsWithTheirPlaces() {
        String one = file("1", "{\"a\":1,\"b\":1}");
        String two = file("2", "{\"a\":\"x\"}");
        assertEquals(0, infer(one, two));
        assertEquals(1, infer("--strict", one, two));
        assertRefused("a: mixed types: string in " + two + ":1, bigint in " + one + ":1" + System.lineSeparator()
            + "b: missing or null in " + two + ":1, but present in " + one + ":1");
    }

    @Test
    void aPrefixInS3IsEachObjectBelowIt() {
        s3.objects.put("netstat/2023/04/16/1.json", bytes("{\"a\":1}"));
        s3.objects.put("netstat/2023/04/16/2.json.zst", Zstd.compress(bytes("{\"a\":2}")));
        s3.objects.put("netstat/2023/04/16/3.json", bytes("{\"a\":1.5}"));
        s3.objects.put("netstat/2023/04/17/", bytes("x"));
        s3.objects.put("netstat/empty.json", new byte[0]);
        s3.objects.put("netstat-other/1.json", bytes("{\"b\":1}"));
        assertEquals(0, infer("s3://logs/netstat/"), err::toString);
        assertEquals(A.replace("bigint", "float"), out.toString());
        assertEquals(6, s3.reads.size(), "each object is read for the schema and once more for the check");
        assertTrue(s3.closed);
    }

    @Test
    void aBadLineInS3IsNamedWithItsObject() {
        s3.objects.put("netstat/1.json", bytes("{\"a\":1}\nx\n"));
        assertEquals(1, infer("s3://logs/netstat"));
        assertTrue(err.toString().startsWith("s3://logs/netstat/1.json:2: not a JSON object"), err.toString());
        assertTrue(s3.closed);
    }

    @Test
    void anObjectThatChangesBetweenTheTwoReadsIsAnError() {
        s3.objects.put("netstat/1.json", bytes("{\"a\":1}"));
        s3.afterRead = () -> s3.objects.put("netstat/1.json", bytes("{\"a\":\"x\"}"));
        assertEquals(1, infer("s3://logs/netstat/"));
        assertTrue(err.toString().startsWith("s3://logs/netstat/1.json: cannot be read: it was replaced meanwhile"), err.toString());
    }

    @Test
    void aPrefixWithoutObjectsOrWithoutABucketIsNamed() {
        assertEquals(1, infer("s3://logs/none/"));
        assertRefused("s3://logs/none/: no objects below this prefix");
        assertEquals(1, infer("s3:///none/"));
        assertRefused("s3:///none/: no bucket in it; write s3://bucket/prefix");
    }

    @Test
    void noClientForS3IsMadeWhenNoneIsNeeded() {
        int code = new CommandLine(new InferCommand(() -> {
            throw new AssertionError("made");
        })).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute("--name", "Test", file("f", "{\"a\":1}"));
        assertEquals(0, code);
        assertFalse(s3.closed);
    }
}

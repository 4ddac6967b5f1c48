package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code infer s3://…} against a real server, with the settings that delivery takes. */
@Tag("slow")
class InferS3Test {

    @TempDir
    Path directory;
    private S3Server s3;
    private Map<String, String> settings;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        s3 = new S3Server(directory);
        settings = new TreeMap<>(CaravanProcess.s3(s3.endpoint()));
        s3.put("netstat/1.json", bytes("{\"a\":1}\n"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream to = new GZIPOutputStream(packed)) {
            to.write(bytes("{\"a\":2,\"b\":\"198.51.100.7\"}\n"));
        }
        s3.put("netstat/2026/11/25/2.json.gz", packed.toByteArray());
        s3.put("netstat/2026/11/25/3.json.zst", Zstd.compress(bytes("{\"a\":1.5}\n")));
        s3.put("other/1.json", bytes("{\"c\":1}\n"));
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int infer(String uri) {
        return new CommandLine(new InferCommand(() -> InferCommand.client(settings), InputStream.nullInputStream()))
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute("--name", "Test", uri);
    }

    private void assertRefused(String message) {
        assertEquals(message, err.toString().strip());
        assertEquals("", out.toString());
    }

    @Test
    void plainGzipAndZstdObjectsOfAPrefixAreRead() {
        assertEquals(0, infer("s3://logs/netstat/"), err::toString);
        assertEquals("""
            schema: Custom.Test
            fields:
                - name: b
                  type: string
                  indicators:
                    - ip
                - name: a
                  required: true
                  type: float
            """, out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void aBucketThatDoesNotExistIsNamed() {
        assertEquals(1, infer("s3://no-such-bucket/netstat/"));
        assertRefused("s3://no-such-bucket/netstat/: cannot be listed: the bucket does not exist; check the name");
    }

    @Test
    void whatIsDeniedNamesThePermission() {
        s3.deny("list");
        assertEquals(1, infer("s3://logs/netstat/"));
        assertRefused("s3://logs/netstat/: cannot be listed: permission denied; the IAM policy needs s3:ListBucket on it; S3 says: made to fail");
        err.getBuffer().setLength(0);
        s3.deny("get");
        assertEquals(1, infer("s3://logs/netstat/"));
        assertRefused("s3://logs/netstat/1.json: cannot be read: permission denied; the IAM policy needs s3:GetObject on it; S3 says: made to fail");
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeOutOfReach() {
        s3.close();
        assertEquals(1, infer("s3://logs/netstat/"));
        assertTrue(err.toString().startsWith("s3://logs/netstat/: cannot be listed: S3 cannot be reached: "), err::toString);
    }

    @Test
    void theSettingsAreThoseOfTheFileInTheWorkingDirectoryAndOfTheEnvironment() throws Exception {
        Path work = Files.createDirectory(directory.resolve("work"));
        String component = "camel.component.aws2-s3.";
        Files.writeString(work.resolve("application.properties"), component + "override-endpoint = true\n"
            + component + "uri-endpoint-override = " + s3.endpoint() + "\n" + component + "force-path-style = true\n"
            + component + "access-key = k\n" + component + "secret-key = s\n" + component + "region = to-be-replaced\n");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "dev.caravan.Caravan", "infer", "--name",
            "Test", "s3://logs/other/").directory(work.toFile());
        builder.environment().put("CAMEL_COMPONENT_AWS2_S3_REGION", "eu-central-1");
        builder.redirectError(work.resolve("err").toFile());
        Process process = builder.start();
        try (InputStream printed = process.getInputStream()) {
            assertEquals("schema: Custom.Test\nfields:\n    - name: c\n      required: true\n      type: bigint\n",
                new String(printed.readAllBytes(), StandardCharsets.UTF_8), Files.readString(work.resolve("err")));
        }
        assertEquals(0, process.waitFor());
        assertEquals("", Files.readString(work.resolve("err")));
    }

    @Test
    void aSettingThatCannotBeIsNamed() {
        settings.put("camel.component.aws2-s3.region", "Europe");
        settings.put("caravan.deliver.attempt-timeout", "soon");
        assertEquals(1, infer("s3://logs/netstat/"));
        assertTrue(err.toString().contains("caravan.deliver.attempt-timeout is \"soon\""), err::toString);
        settings.put("camel.component.aws2-s3.no-such-setting", "1");
        err.getBuffer().setLength(0);
        assertEquals(1, infer("s3://logs/netstat/"));
        assertTrue(err.toString().contains("noSuchSetting") && !err.toString().contains("\tat "), err::toString);
    }
}

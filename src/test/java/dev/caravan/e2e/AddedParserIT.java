package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.ParserJar;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar with a parser in the folder lib beside the program: commands and routes use it. */
class AddedParserIT {

    private static final String ROUTE = """
        - route:
            id: doors
            from:
              uri: kamelet:log-tail-source
              parameters:
                source: doors
                directory: %s
                fileName: "doors.log"
              steps:
                - unmarshal: { custom: { ref: "doors-{{caravan.source.doors.format:json}}" } }
                - to: kamelet:s3-batch-sink?source=doors
        """;

    @TempDir
    Path directory;

    private Path jar;
    private Path lib;

    @BeforeEach
    void make() throws IOException {
        jar = Files.copy(CaravanProcess.jar(), directory.resolve("caravan.jar"));
        lib = Files.createDirectory(directory.resolve("lib"));
        ParserJar.make(lib.resolve("doors.jar"), "DoorParsers", "doors");
    }

    private String run(int exit, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
        assertEquals(exit, process.exitValue(), output);
        return output;
    }

    @Test
    void commandsKnowTheParserAndItsSchema() throws Exception {
        Path log = Files.writeString(directory.resolve("doors.log"), "vault opened by alice\nvault is shut\n");
        String output = run(1, "parse", "doors", log.toString());
        assertTrue(output.contains("\"door\":\"vault\",\"user\":\"alice\"}"), output);
        assertTrue(output.contains("unparsed: no door was opened: vault is shut"), output);
        assertTrue(run(0, "schema").contains("Custom.Doors"));
        assertTrue(run(0, "schema", "doors").startsWith("schema: Custom.Doors\n"));
    }

    @Test
    void aRouteUsesTheParser() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.writeString(logs.resolve("doors.log"), "vault opened by alice\n");
        Files.writeString(Files.createDirectory(directory.resolve("routes")).resolve("doors.yaml"), ROUTE.formatted(logs));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            CaravanProcess process = CaravanProcess.start(directory, CaravanProcess.oneLog(logs, s3.endpoint()), jar, List.of(), List.of(
                "-Xmx160m"))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || s3.lines("doors/").size() == 1);
            assertTrue(process.isAlive(), process.output());
            assertTrue(s3.lines("doors/").get(0).endsWith("\"door\":\"vault\",\"user\":\"alice\"}"), s3.lines("doors/").toString());
            process.stop();
        }
    }

    @Test
    void aParserOfANameThatThereIsStopsTheStart() throws Exception {
        ParserJar.make(lib.resolve("other.jar"), "OtherParsers", "netstat");
        String output = run(2, "run");
        assertTrue(output.contains("there are two parsers netstat, of dev.caravan.parse.host.HostParsers (" + jar.toRealPath() + ") and of"
            + " org.example.OtherParsers (" + lib.toRealPath().resolve("other.jar") + ")"), output);
        assertTrue(output.lines().count() < 5, output);
        String tried = run(1, "parse", "doors", "-");
        assertTrue(tried.contains("there are two parsers netstat") && !tried.contains("\tat "), tried);
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws Exception {
        Files.writeString(lib.resolve("broken.jar"), "PK no jar");
        String output = run(2, "run");
        assertTrue(output.contains("broken.jar"), output);
    }
}

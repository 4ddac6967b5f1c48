package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.source.file.Logs;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another user has put in the way is not executed, and what Caravan writes is not for him. */
class NeighbourIT {

    private static final String NOBODY = "65534";

    @TempDir
    Path directory;

    /** The file has a wrong value, which is complained of only when it was read. */
    @Test
    void settingsThatOthersCanChangeAreNotRead() throws Exception {
        Path file = Files.writeString(directory.resolve("application.properties"), "caravan.batch.interval = soon\n");
        mode(directory, "rwxr-xr-x");
        mode(file, "rw-r--rw-");
        String refused = run(List.of());
        assertTrue(refused.contains(file.toRealPath() + " can be changed by every user") && refused.contains("chmod o-w " + file),
            refused);
        assertFalse(refused.contains("soon"), refused);
        assertTrue(run(List.of("/usr/bin/env", "CARAVAN_TRUST_DIRECTORY=" + directory)).contains("must be a duration"));
        mode(file, "rw-r--r--");
        assertTrue(run(List.of()).contains("must be a duration"));
        mode(directory, "rwxrwxrwx");
        assertTrue(run(List.of()).contains(directory.toRealPath() + " can be changed by every user"));
    }

    private String run(List<String> prefix) throws Exception {
        Files.deleteIfExists(directory.resolve("caravan.log"));
        try (CaravanProcess process = CaravanProcess.start(directory, Map.of(), CaravanProcess.jar(), prefix, List.of("-Xmx160m"))) {
            assertEquals(2, process.waitFor(60), process.output());
            return process.output();
        }
    }

    @Test
    void aLauncherThatOthersCanChangeIsNotStarted() throws Exception {
        Path jar = Files.copy(CaravanProcess.jar(), directory.resolve("caravan.jar"));
        Path launcher = Files.writeString(directory.resolve("caravan"), "#!/bin/sh\necho planted\n");
        mode(launcher, "rwxr-xrwx");
        String output = plain(jar);
        assertFalse(output.contains("planted"), output);
        assertTrue(output.contains("is not used") && output.contains("chmod o-w " + launcher.toRealPath()), output);
        mode(launcher, "rwxr-xr-x");
        assertEquals("planted\n", plain(jar));
    }

    private String plain(Path jar) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dcaravan.batch.interval=soon", "-jar", jar.toString()).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
            "CARAVAN_LAUNCHED"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }

    /** A value of a setting stands for all that others may write. The second time the user has a logging configuration of his own. */
    @Test
    void whatOthersWriteForgesNoLineAndSteersNoTerminal() throws Exception {
        String value = "soon\u001b[2J\u202e\u0085end";
        Path own = Files.writeString(directory.resolve("own.properties"), "handlers=java.util.logging.ConsoleHandler\n.level=INFO\n");
        for (Map<String, String> logging : List.of(Map.<String, String>of(), Map.of("java.util.logging.config.file", own.toString()))) {
            Map<String, String> settings = new java.util.TreeMap<>(logging);
            settings.put("caravan.batch.interval", value);
            settings.put("camel.component.aws2-s3.secret-key", "a-secret-of-a-user");
            Files.deleteIfExists(directory.resolve("caravan.log"));
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                assertEquals(2, process.waitFor(60), process.output());
                assertTrue(process.output().contains("soon\\x1b[2J\\u202e"), process.output());
                assertFalse(process.output().contains("\u001b") || process.output().contains("\u202e"), process.output());
                assertTrue(process.output().contains("camel.component.aws2-s3.secret-key in the command line can be read by every user"),
                    process.output());
                assertFalse(process.output().contains("a-secret-of-a-user"), process.output());
            }
        }
    }

    /** With 0777 nothing that is made can be opened again, except by root; with 0 all would be open to all. */
    @Test
    void modesAreTheSameWhateverTheUmask() throws Exception {
        for (String umask : List.of("0777", "0000")) {
            Path work = Files.createDirectory(directory.resolve("work-" + umask));
            Path logs = Files.createDirectory(directory.resolve("logs-" + umask));
            Logs.append(logs.resolve("access.log"), Logs.lines(0, 10));
            Path jar = Files.copy(CaravanProcess.jar(), work.resolve("caravan.jar"));
            List<String> prefix = new ArrayList<>();
            if ("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
                mode(directory, "rwxr-xr-x");
                Files.setAttribute(work, "unix:uid", Integer.parseInt(NOBODY));
                prefix.addAll(List.of("/usr/bin/setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
            }
            prefix.addAll(List.of("/bin/sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
            try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3-" + umask)));
                CaravanProcess process = CaravanProcess.start(work, CaravanProcess.oneLog(logs, s3.endpoint()), jar, prefix,
                    List.of("-Xmx160m"))) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals(10, s3.lines("nginx/").size(), process.output()));
                process.stop();
            }
            try (Stream<Path> all = Files.walk(work.resolve("state"))) {
                for (Path path : all.toList()) {
                    assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), umask + " " + path);
                }
            }
        }
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}

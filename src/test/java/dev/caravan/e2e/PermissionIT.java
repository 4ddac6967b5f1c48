package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of the state directory cannot be read, as when Caravan ran as another user before: the start is refused in words,
 * and nothing is lost or taken for missing. Nor is a log. Root may read all, so where the tests run as root Caravan runs as nobody.
 */
class PermissionIT {

    private static final List<String> JAVA = List.of("-Xmx160m");
    private static final String NOBODY = "65534";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "state                       | cannot write the state directory",
        "state/instance              | permission denied: give the state directory and all that is in it to the user",
        "state/nginx                 | permission denied: give the state directory and all that is in it to the user",
        "state/nginx/open            | permission denied: give the state directory and all that is in it to the user",
        "state/nginx/checkpoint.json | permission denied: give the state directory and all that is in it to the user"})
    void theStartIsRefusedWhereThisCannotBeRead(String name, String message) throws Exception {
        List<String> prefix = prefix();
        Assumptions.assumeFalse(prefix.isEmpty() && name.equals("state"),
            "without root, the state directory belongs to the user, and the start gives its owner the rights again");
        Path jar = directory.resolve("caravan.jar");
        Files.copy(CaravanProcess.jar(), jar);
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Path work = Files.createDirectory(directory.resolve("work"));
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            give(prefix, work);
            writer.write(300);
            try (CaravanProcess process = CaravanProcess.start(work, settings, jar, prefix, JAVA)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 300);
                process.stop();
            }
            writer.write(100);
            writer.rotate();
            writer.write(100);
            Path taken = work.resolve(name);
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(taken);
            take(prefix, taken);
            try (CaravanProcess process = CaravanProcess.start(work, settings, jar, prefix, JAVA)) {
                assertEquals(1, process.waitFor(60), process.output());
                assertEquals(1, process.output().lines().filter(l -> l.contains(message) && l.contains(taken.toString()))
                    .count(), process.output());
                assertTrue(!process.output().contains("\tat "), process.output());
            }
            Files.setPosixFilePermissions(taken, before);
            give(prefix, taken);
            try (CaravanProcess process = CaravanProcess.start(work, settings, jar, prefix, JAVA)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 500);
                process.stop();
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        }
    }

    /** As in a home directory of another user: everything below looks as if it did not exist. */
    @ParameterizedTest
    @CsvSource({"home/logs, access.log", "., **/access.log", "., link.log"})
    void aLogBehindADirectoryThatMayNotBeEnteredIsNotWaitedForWithoutAWord(String where, String name) throws Exception {
        List<String> prefix = prefix();
        Path jar = directory.resolve("caravan.jar");
        Files.copy(CaravanProcess.jar(), jar);
        Path home = Files.createDirectory(directory.resolve("home"));
        Path logs = Files.createDirectory(home.resolve("logs"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Path work = Files.createDirectory(directory.resolve("work"));
            give(prefix, work);
            writer.write(100);
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(home);
            Files.createSymbolicLink(directory.resolve("link.log"), logs.resolve("access.log"));
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory.resolve(where).normalize(), s3.endpoint()));
            settings.put("caravan.source.nginx.file", name);
            settings.put("caravan.source.nginx.follow-links", "true");
            // Readable, but not to be entered: names can be listed, and nothing else.
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rw-r--r--"));
            try (CaravanProcess process = CaravanProcess.start(work, settings, jar, prefix, JAVA)) {
                await().until(() -> process.output().matches("(?s).*nginx: " + (name.equals("link.log") ? directory
                    .resolve(name) + " cannot be reached" : home + " cannot be entered") + " by the user [^ ]+: permission denied; let it enter .*"));
                Files.setPosixFilePermissions(home, before);
                await().until(() -> s3.lines("nginx/").size() >= 100);
                process.stop();
            } finally {
                Files.setPosixFilePermissions(home, before);
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        }
    }

    private List<String> prefix() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")),
            "root may read everything, and there is no setpriv (package util-linux) to run as somebody else");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return List.of("/usr/bin/setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    }

    private static void give(List<String> prefix, Path to) throws IOException {
        if (!prefix.isEmpty()) {
            Files.setAttribute(to, "unix:uid", Integer.parseInt(NOBODY));
        }
    }

    /** Root has it now; or, without root, nobody may read it. */
    private static void take(List<String> prefix, Path from) throws IOException {
        if (prefix.isEmpty()) {
            Files.setPosixFilePermissions(from, Set.of());
        } else {
            Files.setAttribute(from, "unix:uid", 0);
        }
    }
}

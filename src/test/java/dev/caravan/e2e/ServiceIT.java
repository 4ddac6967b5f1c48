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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the unit of systemd says is enough: its rights, its variables, and folders that cannot be written. */
class ServiceIT {

    private static final String SET_PRIVILEGES = "/usr/bin/setpriv";
    private static final int NOBODY = 65534;

    @TempDir
    Path directory;

    private Path program;
    private final Map<String, String> unit = new TreeMap<>();

    @BeforeEach
    void install() throws IOException {
        program = Files.createDirectory(directory.resolve("opt"));
        for (String file : List.of("caravan.jar", "caravan", "caravan.service")) {
            Files.copy(CaravanProcess.jar().resolveSibling(file), program.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String line : Files.readAllLines(program.resolve("caravan.service"))) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                unit.merge(line.substring(0, equals), line.substring(equals + 1), (one, more) -> one + " " + more);
            }
        }
    }

    @Test
    void itNeedsNoMoreThanTheUnitGives() throws Exception {
        Path settings = Files.createDirectory(directory.resolve("etc"));
        Path logs = Files.createDirectory(directory.resolve("log"));
        Path state = Files.createDirectory(directory.resolve("lib"));
        Path cache = Files.createDirectory(directory.resolve("cache"), PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rwx------")));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
             NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            writer.write(100);
            StringBuilder properties = new StringBuilder(Files.readString(Path.of("application.properties"))).append('\n');
            CaravanProcess.oneLog(logs, s3.endpoint())
                .forEach((name, value) -> properties.append(name).append(" = ").append(value).append('\n'));
            Files.writeString(settings.resolve("application.properties"), properties);
            List<String> command = new ArrayList<>();
            if (isRoot()) {
                // As nginx's logs are: of another user, and not for all.
                Files.setAttribute(logs.resolve("access.log"), "unix:uid", NOBODY);
                Files.setPosixFilePermissions(logs.resolve("access.log"), PosixFilePermissions.fromString("rw-------"));
                command.addAll(List.of(SET_PRIVILEGES, "--no-new-privs", "--bounding-set=" + rights()));
            }
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("r-xr-xr-x"));
            assertEquals("/opt/caravan/caravan", unit.get("ExecStart"));
            command.add(program.resolve("caravan").toString());
            ProcessBuilder builder = new ProcessBuilder(command).directory(settings.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("journal").toFile());
            for (String variable : unit.get("Environment").split(" ")) {
                builder.environment().put(variable.split("=")[0], variable.split("=")[1]
                    .replace("/var/lib/" + unit.get("StateDirectory"), state.toString()));
            }
            assertEquals(state.toString(), builder.environment().get("CARAVAN_STATE_DIR"));
            assertEquals("caravan", unit.get("CacheDirectory"));
            builder.environment().put("CACHE_DIRECTORY", cache.toString());
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r-xr-xr-x"));
            Process process = builder.start();
            try {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() ->
                    assertEquals(100, s3.lines("nginx/").size(), Files.readString(directory.resolve("journal"))));
                process.destroy();
                assertTrue(process.waitFor(Long.parseLong(unit.get("TimeoutStopSec")), TimeUnit.SECONDS));
                assertEquals(Integer.parseInt(unit.get("SuccessExitStatus")), process.exitValue());
            } finally {
                process.destroyForcibly().waitFor();
                await().atMost(Duration.ofMinutes(3)).until(() -> files(cache).stream().noneMatch(f -> f.endsWith(".lock")));
                Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            assertEquals(3, files(program).size(), "the program's own directory was written: " + files(program));
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
            assertTrue(Files.exists(state.resolve("nginx/checkpoint.json")));
            assertEquals(List.of("application.properties"), files(settings));
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0) && Files.isExecutable(Path.of(SET_PRIVILEGES));
    }

    /** CAP_A CAP_B, as setpriv wants it: -all,+a,+b. */
    private String rights() {
        StringBuilder rights = new StringBuilder("-all");
        for (String right : unit.get("CapabilityBoundingSet").split(" ")) {
            rights.append(",+").append(right.replaceFirst("^CAP_", "").toLowerCase(Locale.ROOT));
        }
        return rights.toString();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).toList();
        }
    }
}

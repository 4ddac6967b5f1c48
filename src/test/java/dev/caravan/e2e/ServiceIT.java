package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NotifyReceiver;
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

/**
 * What the unit of systemd says is enough, with root-view.conf: its user, its rights, its variables, and folders that cannot be
 * written. As the package has it: bin/caravan, share/caravan/caravan.jar. The unit itself is started by src/test/debian/run.
 */
class ServiceIT {

    private static final String SET_PRIVILEGES = "/usr/bin/setpriv";
    private static final int NOBODY = 65534;

    @TempDir
    Path directory;

    private Path program;
    private Path shared;
    private final Map<String, String> unit = new TreeMap<>();

    @BeforeEach
    void install() throws IOException {
        mode(directory, "rwxr-xr-x");
        program = Files.createDirectories(directory.resolve("usr/bin"));
        shared = Files.createDirectories(directory.resolve("usr/share/caravan"));
        Path built = CaravanProcess.jar().getParent();
        Files.copy(built.resolve("caravan"), program.resolve("caravan"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(built.resolve("caravan.jar"), shared.resolve("caravan.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        read(built.resolve("caravan.service"));
        unit.remove("CapabilityBoundingSet");
        read(built.resolve("caravan.service.d/root-view.conf"));
    }

    private void read(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
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
        Path state = own(directory.resolve("lib"));
        String socket = "@caravan-service-" + directory.getFileName();
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"));
            NotifyReceiver systemd = new NotifyReceiver(socket)) {
            writer.write(100);
            // As nginx's logs may be: of another user, and not for all.
            mode(logs.resolve("access.log"), "rw-------");
            StringBuilder properties = new StringBuilder(Files.readString(Path.of("application.properties"))).append('\n');
            Map<String, String> changed = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            changed.put("caravan.state-dir", state.toString());
            changed.forEach((name, value) -> properties.append(name).append(" = ").append(value).append('\n'));
            Files.writeString(settings.resolve("application.properties"), properties);
            for (Path folder : List.of(settings, program, shared)) {
                mode(folder, "r-xr-xr-x");
            }
            ProcessBuilder service = service(settings, socket);
            Process process = service.start();
            try {
                assertEquals("READY=1", systemd.receive(), journal());
                assertEquals("WATCHDOG=1", systemd.receive());
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals(100, s3.lines("nginx/").size(), journal()));
                assertFalse(maps(process).contains("-classes.jsa"), "an archive of classes");
                assertEquals(List.of("caravan.jar"), files(shared), "the service has made an archive of classes");
                Path archive = makeArchive();
                stop(process, systemd);

                process = service.start();
                assertEquals("READY=1", systemd.receive(), journal());
                assertTrue(maps(process).contains(archive.toString()), "the archive is not used: " + journal());
                stop(process, systemd);
            } finally {
                process.destroyForcibly().waitFor();
                mode(shared, "rwxr-xr-x");
                mode(program, "rwxr-xr-x");
            }
            assertEquals(List.of("caravan"), files(program));
            assertEquals(2, files(shared).size(), files(shared).toString());
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
            assertTrue(Files.exists(state.resolve("nginx/checkpoint.json")));
            assertEquals(List.of("application.properties"), files(settings));
        }
    }

    private ProcessBuilder service(Path settings, String socket) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of(SET_PRIVILEGES, "--no-new-privs", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups",
                "--bounding-set=" + rights("CapabilityBoundingSet"), "--inh-caps=" + rights("AmbientCapabilities"),
                "--ambient-caps=" + rights("AmbientCapabilities")));
        }
        assertEquals("/usr/bin/caravan", unit.get("ExecStart"));
        command.add(program.resolve("caravan").toString());
        ProcessBuilder builder = new ProcessBuilder(command).directory(settings.toFile()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("journal").toFile()));
        for (String variable : unit.get("Environment").split(" ")) {
            builder.environment().put(variable.split("=")[0], variable.split("=")[1]);
        }
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertEquals("notify", unit.get("Type"));
        builder.environment().put("NOTIFY_SOCKET", socket);
        builder.environment().put("WATCHDOG_USEC", "1000000");
        // Outside of /usr/share the launcher would put the archive there, too: so it is not told.
        assertEquals("caravan/service", unit.get("CacheDirectory"));
        builder.environment().remove("CACHE_DIRECTORY");
        return builder;
    }

    /** As the package's postinst does, while the service holds its state. */
    private Path makeArchive() throws Exception {
        mode(shared, "rwxr-xr-x");
        ProcessBuilder builder = new ProcessBuilder(program.resolve("caravan").toString(), "class-archive").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        assertEquals("", output);
        Path archive = shared.resolve(files(shared).stream().filter(f -> f.endsWith("-classes.jsa")).findFirst().orElseThrow());
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
        mode(shared, "r-xr-xr-x");
        return archive;
    }

    private void stop(Process process, NotifyReceiver systemd) throws Exception {
        process.destroy();
        String message;
        do {
            message = systemd.receive();
        } while (message.equals("WATCHDOG=1"));
        assertEquals("STOPPING=1", message);
        assertTrue(process.waitFor(Long.parseLong(unit.get("TimeoutStopSec")), TimeUnit.SECONDS));
        assertEquals(Integer.parseInt(unit.get("SuccessExitStatus")), process.exitValue(), journal());
        systemd.clear();
    }

    private String journal() throws IOException {
        return Files.readString(directory.resolve("journal"));
    }

    private static String maps(Process process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "maps"));
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0) && Files.isExecutable(Path.of(SET_PRIVILEGES));
    }

    /** CAP_A CAP_B, as setpriv wants it: -all,+a,+b. */
    private String rights(String set) {
        StringBuilder rights = new StringBuilder("-all");
        for (String right : unit.get(set).trim().split(" ")) {
            rights.append(",+").append(right.replaceFirst("^CAP_", "").toLowerCase(Locale.ROOT));
        }
        return rights.toString();
    }

    /** A new directory of the service's user. */
    private static Path own(Path path) throws IOException {
        Files.createDirectory(path);
        mode(path, "rwx------");
        if (isRoot()) {
            Files.setAttribute(path, "unix:uid", NOBODY);
        }
        return path;
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).toList();
        }
    }
}

package dev.caravan.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan check} started by root runs once more as the user of the unit, by the real setpriv. */
class AsServiceTest {

    @TempDir
    Path directory;
    private Path root;
    private Path program;
    private Path output;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectories(directory.resolve("root"));
        output = Files.createFile(directory.resolve("output"));
        program = Files.writeString(directory.resolve("caravan"), "#!/bin/sh\n{ echo \"$@\"; id -un; id -gn; id -Gn; pwd; env; cat /proc/self/status;"
            + " cat \"$TOKEN\"; } >'" + output + "' 2>&1\nexit 7\n");
        for (Path path : List.of(directory, program)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private AsService service() {
        return new AsService(root, List.of(program));
    }

    private void unit(String lines) throws IOException {
        Path file = root.resolve("etc/systemd/system/caravan.service");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[Service]\nExecStart=" + program + " run\nWorkingDirectory=" + directory + "\n" + lines);
    }

    private static void mustBeRoot() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv (package util-linux)");
    }

    @Test
    void itHasTheUnitsUserGroupsCapabilitiesAndEnvironment() throws Exception {
        mustBeRoot();
        Path secret = Files.writeString(directory.resolve("secret"), "of the unit");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("environment"), "# keys\nKEY=\"a b\"\nSECOND=c\n");
        unit("User=nobody\nGroup=nogroup\nSupplementaryGroups=adm\nAmbientCapabilities=CAP_SYS_PTRACE\nCapabilityBoundingSet=CAP_SYS_PTRACE\n"
            + "NoNewPrivileges=yes\nEnvironment=SECOND=b TOKEN=/run/credentials/caravan.service/token\nEnvironmentFile=-" + directory
            + "/environment\nEnvironmentFile=" + directory + "/missing\nLoadCredential=token:" + secret + "\n");
        System.setProperty("caravan.test.of-check", "set");
        try {
            assertEquals(new AsService.Outcome(7, ""), service().run(List.of("--json")));
        } finally {
            System.clearProperty("caravan.test.of-check");
        }
        List<String> lines = Files.readAllLines(output);
        assertTrue(lines.get(0).matches(
            ".*-Dcaravan\\.test\\.of-check=set check --json --as-service checked as the user nobody \\(group nogroup, .*"),
            lines.get(0));
        assertTrue(lines.get(0).endsWith("--service-problem " + directory + "/missing is missing: without this EnvironmentFile the service does"
            + " not start"), lines.get(0));
        assertEquals(List.of("nobody", "nogroup"), lines.subList(1, 3));
        assertEquals(List.of("nogroup", "adm"), List.of(lines.get(3).split(" ")));
        assertEquals(directory.toRealPath().toString(), lines.get(4));
        assertTrue(lines.containsAll(List.of("KEY=a b", "SECOND=c", "USER=nobody", "CapEff:\t0000000000080000", "CapBnd:\t0000000000080000",
            "CapAmb:\t0000000000080000", "NoNewPrivs:\t1", "of the unit")), String.join("\n", lines));
        String token = lines.stream().filter(line -> line.startsWith("TOKEN=")).findFirst().orElseThrow().substring("TOKEN=".length());
        assertFalse(Files.exists(Path.of(token).getParent()), token);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("JAVA_HOME=") || line.startsWith("MAVEN")), String.join("\n", lines));
    }

    @Test
    void whyItStaysRootIsTold() throws Exception {
        mustBeRoot();
        assertStays("there is no unit caravan.service on this machine, so all was checked as root");
        unit("User=root\n");
        assertStays("caravan.service runs as root, and so did this check (" + root);
        unit("");
        assertStays("caravan.service runs as root, and so did this check (" + root);
        unit("User=no-such-user\n");
        assertStays("not as the user of caravan.service, who may be allowed less: getent passwd no-such-user has ended with 2");
        unit("User=nobody\nSupplementaryGroups=no-such-group\n");
        assertStays("may be allowed less: ");
        assertTrue(service().run(List.of()).stays().contains("setpriv"), service().run(List.of()).stays());
        unit("User=nobody\nExecStart=/usr/bin/another\n");
        assertStays("caravan.service starts another Caravan (/usr/bin/another), so this one was checked as root");
        assertEquals("", Files.readString(output));
    }

    private void assertStays(String text) {
        AsService.Outcome outcome = service().run(List.of());
        assertEquals(-1, outcome.exit());
        assertTrue(outcome.stays().contains(text), outcome.stays());
    }

    @Test
    void othersThanRootAreNotToldOfIt() {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "run by root");
        assertEquals(new AsService.Outcome(-1, ""), service().run(List.of()));
    }

    @Test
    void filesOfVariables() {
        assertEquals(Map.of("A", "1", "B", "2 3", "C", "x\"", "D", ""), ServiceEnvironment.read(List.of("A=1", " B = \"2 3\" ", "; E=1", "# F=1",
            "C=x\"", "D=", "", "none")));
    }
}

package dev.caravan.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a unit says of who its process is: from its files, with drop-ins, and as systemctl prints it. */
class ServiceUnitTest {

    private static final String NAME = "caravan.service";
    private static final Path OURS = Path.of("src/main/launcher");

    @TempDir
    Path root;

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void thePackagesUnitAndItsDropIns() throws Exception {
        write("usr/lib/systemd/system/caravan.service", Files.readString(OURS.resolve(NAME)));
        ServiceUnit unit = ServiceUnit.ofFiles(root, NAME);
        assertNotNull(unit);
        assertEquals(new ServiceUnit(root + "/usr/lib/systemd/system/caravan.service", "caravan", "caravan", List.of(), Set.of(), Set.of(), true,
            "/etc/caravan", Map.of("LC_ALL", "C.UTF-8"), List.of("-/etc/caravan/environment"), Map.of(), List.of("/usr/bin/caravan")), unit);
        for (String dropIn : List.of("root-view.conf", "credentials.conf")) {
            write("etc/systemd/system/caravan.service.d/" + dropIn, Files.readString(OURS.resolve("caravan.service.d").resolve(dropIn)));
        }
        unit = ServiceUnit.ofFiles(root, NAME);
        assertNotNull(unit);
        assertEquals(Set.of("sys_ptrace", "dac_read_search"), unit.ambient());
        assertEquals(Set.of("sys_ptrace", "dac_read_search"), unit.bounding());
        assertEquals(Map.of("aws", "/etc/caravan/credentials"), unit.credentials());
        assertEquals("/run/credentials/caravan.service/aws", unit.environment().get("AWS_SHARED_CREDENTIALS_FILE"));
    }

    @Test
    void anAdministratorsFilesComeFirst() throws Exception {
        write("usr/lib/systemd/system/caravan.service", "[Service]\nUser=a\nSupplementaryGroups=x y\nCapabilityBoundingSet=~CAP_SYS_ADMIN\n");
        write("usr/lib/systemd/system/caravan.service.d/10.conf", "[Service]\nUser=hidden\n");
        write("usr/lib/systemd/system/caravan.service.d/20.conf", "[Service]\nSupplementaryGroups=\nSupplementaryGroups=adm\n");
        write("etc/systemd/system/caravan.service.d/10.conf", "[Unit]\nUser=none\n# User=none\n[Service]\nUser = b\nEnvironment=A=1 \"B=2 3\" \\\n"
            + "  'C=a\"b' D=\\x41\\\\\nExecStart=-@/opt/caravan/caravan run\n");
        ServiceUnit unit = ServiceUnit.ofFiles(root, NAME);
        assertNotNull(unit);
        assertEquals("b", unit.user());
        assertEquals(List.of("adm"), unit.groups());
        assertNull(unit.bounding());
        assertEquals(Map.of("A", "1", "B", "2 3", "C", "a\"b", "D", "\\x41\\"), unit.environment());
        assertEquals(List.of("/opt/caravan/caravan", "run"), unit.command());
    }

    @Test
    void oneThatIsMaskedOrMissingIsNone() throws Exception {
        assertNull(ServiceUnit.ofFiles(root, NAME));
        write("usr/lib/systemd/system/caravan.service", "[Service]\nUser=a\n");
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Path link = Files.createSymbolicLink(root.resolve("etc/systemd/system/caravan.service"), Path.of("/dev/null"));
        assertNull(ServiceUnit.ofFiles(root, NAME));
        Files.delete(link);
    }

    /** As systemd 257 has printed it. */
    @Test
    void whatSystemctlPrints() {
        ServiceUnit unit = ServiceUnit.ofSystemctl(
            """
                ExecStart={ path=/usr/bin/caravan ; argv[]=/usr/bin/caravan run ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) }
                Environment=LC_ALL=C.UTF-8 "CARAVAN_JAVA_OPTS=-Xmx192m -Da=b"
                EnvironmentFiles=/etc/caravan/environment (ignore_errors=yes)
                EnvironmentFiles=/etc/default/caravan (ignore_errors=no)
                WorkingDirectory=/etc/caravan
                CapabilityBoundingSet=cap_dac_read_search cap_sys_ptrace
                AmbientCapabilities=cap_dac_read_search
                LoadCredential=aws:/etc/caravan/credentials
                User=caravan
                Group=caravan
                DynamicUser=no
                SupplementaryGroups=systemd-journal
                NoNewPrivileges=yes
                LoadState=loaded
                """);
        assertEquals(new ServiceUnit("systemctl show", "caravan", "caravan", List.of("systemd-journal"), Set.of("dac_read_search"),
            Set.of("dac_read_search", "sys_ptrace"), true, "/etc/caravan", Map.of("LC_ALL", "C.UTF-8", "CARAVAN_JAVA_OPTS", "-Xmx192m -Da=b"),
            List.of("-/etc/caravan/environment", "/etc/default/caravan"), Map.of("aws", "/etc/caravan/credentials"),
            List.of("/usr/bin/caravan", "run")), unit);
        assertNull(ServiceUnit.ofSystemctl("LoadState=not-found\nUser=\n"));
        assertNull(ServiceUnit.ofSystemctl("LoadState=masked\n"));
    }
}

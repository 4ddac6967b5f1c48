package dev.caravan.source.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the records of this process itself. Each delivered object writes one, which would become another object, forever.
 *
 * @param unit unit that runs this process as its own; null if there is none. A session, or another program's unit, does not count
 * @param boot id of the running boot
 * @param pid  id of this process
 */
record OwnRecords(@Nullable String unit, String boot, String pid) {

    /** Returns the recogniser of this process's records. */
    static OwnRecords ofProcess() {
        String pid = Long.toString(ProcessHandle.current().pid());
        // systemd (248 and later) sets this for the process that it starts for the unit; children inherit the variable, but not the id.
        return new OwnRecords(pid.equals(System.getenv("SYSTEMD_EXEC_PID")) ? unit(read("/proc/self/cgroup")) : null,
            read("/proc/sys/kernel/random/boot_id").strip().replace("-", ""), pid);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the service named in lines of /proc/PID/cgroup: the last part of the path of cgroups v2, or of systemd's in v1; or null. */
    static @Nullable String unit(String groups) {
        for (String line : groups.lines().toList()) {
            String path = line.startsWith("0::") ? line.substring("0::".length()) : line.replaceFirst("^[0-9]+:name=systemd:", "/");
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (path.startsWith("/") && last.endsWith(".service")) {
                return last;
            }
        }
        return null;
    }

    /** Reports whether a record is this process's own. */
    boolean has(Entry record) {
        return unit != null && unit.equals(record.unit()) || pid.equals(record.pid()) && boot.equals(record.boot());
    }
}

package dev.caravan.source.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which records are of this process itself: each object that is delivered writes one, which would make another object, for ever.
 *
 * @param unit the unit that runs this process as its own; null when there is none. A session or another program's unit is none
 * @param boot the running boot
 * @param pid  number of this process
 */
record OwnRecords(@Nullable String unit, String boot, String pid) {

    /** Those of this process. */
    static OwnRecords ofProcess() {
        String pid = Long.toString(ProcessHandle.current().pid());
        // Set by systemd (248 and later) to the process that it has started for the unit; children inherit the variable, not the number.
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

    /** The service in lines of /proc/PID/cgroup: the last part of the path of cgroups v2, or of systemd's in v1; or null. */
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

    /** Whether a record is one of them. */
    boolean has(Entry record) {
        return unit != null && unit.equals(record.unit()) || pid.equals(record.pid()) && boot.equals(record.boot());
    }
}

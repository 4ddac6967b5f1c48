package dev.caravan.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine, where {@code caravan.host} does not say it. */
final class HostName {

    private static final String NONE = "localhost";
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Path FILE = Path.of("/etc/hostname");

    private HostName() {
    }

    /** The kernel's name, which syslog and journal write too; of {@code /etc/hostname} only where that is {@code localhost}. */
    static String get() {
        return get(KERNEL, FILE);
    }

    static String get(Path kernel, Path file) {
        String name = read(kernel);
        if (isNone(name)) {
            name = read(file);
        }
        if (isNone(name)) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                // It has a name that nobody knows.
                name = NONE;
            }
        }
        return name;
    }

    /** What the kernel says before somebody names the machine, and what installers leave. */
    private static boolean isNone(String name) {
        return name.isEmpty() || name.equals(NONE) || name.startsWith(NONE + ".") || name.equals("(none)");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#")).findFirst().orElse("");
        } catch (IOException e) {
            // Not Linux, or not for us to read.
            return "";
        }
    }
}

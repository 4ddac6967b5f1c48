package dev.caravan.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The default name of this machine, used if {@code caravan.host} is not set. */
final class HostName {

    private static final String NONE = "localhost";
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Path FILE = Path.of("/etc/hostname");

    private HostName() {
    }

    /** Returns the kernel's name, which syslog and the journal write too; the name in {@code /etc/hostname} if that is {@code localhost}. */
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
                // The machine has a name that does not resolve.
                name = NONE;
            }
        }
        return name;
    }

    /** Reports whether a name is one that the kernel has before the machine is named, or that installers leave. */
    private static boolean isNone(String name) {
        return name.isEmpty() || name.equals(NONE) || name.startsWith(NONE + ".") || name.equals("(none)");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#")).findFirst().orElse("");
        } catch (IOException e) {
            // The system is not Linux, or Caravan may not read the file.
            return "";
        }
    }
}

package dev.caravan.parse.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of architectures and system calls, of which the kernel logs the numbers (AUDIT_ARCH_… of linux/audit.h). */
final class AuditMachine {

    private static final Map<String, String> NAMES = Map.of("c000003e", "x86_64", "40000003", "i386", "c00000b7", "aarch64",
        "40000028", "arm", "c00000f3", "riscv64", "c0000015", "ppc64le", "80000015", "ppc64", "14", "ppc", "80000016", "s390x",
        "16", "s390");
    /** Whose numbers of system calls are another's. */
    private static final Map<String, String> ALIKE = Map.of("riscv64", "aarch64", "ppc64", "ppc64le", "ppc", "ppc64le",
        "s390", "s390x");

    private AuditMachine() {
    }

    /** Read when they are asked for first: only those who join events need them. */
    private static final class Calls {

        private static final Map<String, String[]> BY_MACHINE = read();

        private static Map<String, String[]> read() {
            try (InputStream in = AuditMachine.class.getResourceAsStream("/audit/syscalls.txt")) {
                Map<String, String[]> all = new HashMap<>();
                new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                    int space = line.indexOf(' ');
                    all.put(line.substring(0, space), line.substring(space + 1).split(" "));
                });
                return all;
            } catch (IOException e) {
                throw new UncheckedIOException("audit/syscalls.txt cannot be read from the jar", e);
            }
        }
    }

    /** The name of an architecture, {@code c000003e}; null for one that is unknown. */
    static @Nullable String name(String arch) {
        return NAMES.get(arch.toLowerCase(Locale.ROOT));
    }

    /** The name of a system call of a machine; null for one that is unknown. */
    static @Nullable String call(String machine, long number) {
        String[] names = Calls.BY_MACHINE.get(ALIKE.getOrDefault(machine, machine));
        return names == null || number < 0 || number >= names.length || names[(int) number].equals("-") ? null : names[(int) number];
    }
}

package dev.caravan.check;

import dev.caravan.systemd.ServiceUnit;
import dev.caravan.trust.Program;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The account of a unit's process, as this machine knows it: what setpriv(1) must be told for a process to be allowed the same.
 *
 * @param name     of the user
 * @param uid      its number
 * @param group    name or number of its group
 * @param groups   numbers or names of all its further groups
 * @param home     its home directory
 * @param options  of setpriv
 */
record ServiceAccount(String name, int uid, String group, Set<String> groups, String home, List<String> options) {

    private static final int HOME = 5;
    private static final long SECONDS = 20;

    /**
     * Asks for it.
     *
     * @throws IOException there is no such user, or it cannot be asked for; the message says what
     */
    static ServiceAccount of(ServiceUnit unit) throws IOException {
        String[] entry = run("getent", "passwd", unit.user()).split(":", -1);
        if (entry.length <= HOME) {
            throw new IOException("there is no user " + unit.user());
        }
        String name = entry[0];
        String group = unit.group().isEmpty() ? entry[3] : unit.group();
        Set<String> groups = new LinkedHashSet<>(Arrays.asList(run("id", "-G", name).strip().split("\\s+")));
        groups.addAll(unit.groups());
        List<String> options = new ArrayList<>(List.of("--reuid=" + entry[2], "--regid=" + group, "--groups=" + String.join(",", groups)));
        if (unit.bounding() != null) {
            options.add("--bounding-set=" + only(unit.bounding()));
        }
        options.addAll(List.of("--inh-caps=" + only(unit.ambient()), "--ambient-caps=" + only(unit.ambient())));
        if (unit.noNewPrivileges()) {
            options.add("--no-new-privs");
        }
        return new ServiceAccount(name, Integer.parseInt(entry[2]), group, groups, entry[HOME], options);
    }

    private static String only(Set<String> capabilities) {
        StringBuilder text = new StringBuilder("-all");
        capabilities.forEach(capability -> text.append(",+").append(capability));
        return text.toString();
    }

    /**
     * What a program prints.
     *
     * @throws IOException it is not installed, or failed
     */
    static String run(String... command) throws IOException {
        Program program = Program.find(List.of(command[0]), Program.path(), Trust.ofProgram(), exposed -> {});
        if (program == null) {
            throw new IOException(command[0] + " is not installed");
        }
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.set(0, program.executable());
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(String.join(" ", command) + " has ended with " + exit + (output.isBlank() ? "" : ": " + output.strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }

    /** For people. */
    String text() {
        return "the user " + name + " (group " + group + ", groups " + String.join(" ", groups) + ")";
    }
}

package dev.caravan.source.journal;

import dev.caravan.trust.Exposed;
import dev.caravan.trust.Program;
import dev.caravan.trust.Trust;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code journalctl} for one source. Always with {@code -o export}, which is safe for any bytes, with {@code -a}, without which fields
 * of 4096 bytes and more are missing, and with {@code --merge}, without which {@code -f} shows only the running boot.
 *
 * <p>Thread-safe. The processes write to pipes of this process: when it dies, journalctl (systemd 240 and later) notices that nobody reads
 * any more, and ends.
 */
final class Journalctl {

    private static final Trust TRUST = Trust.ofProgram();
    private static final long QUERY_SECONDS = 60;
    private static final int MAX_STDERR = 4096;

    private final String directory;
    private final List<String> matches;
    private final Set<String> fields;

    /**
     * Prepares runs.
     *
     * @param directory directory of the journal's files; empty for the system's journal
     * @param matches   matches as journalctl takes them: {@code NAME=value}, or {@code +}
     * @param fields    names of the fields to print, besides those that Caravan examines; empty for all
     */
    Journalctl(String directory, List<String> matches, Set<String> fields) {
        this.directory = directory;
        this.matches = matches;
        this.fields = fields;
    }

    /**
     * Starts a process that prints the matching records, and continues with new ones.
     *
     * @param options where to begin; empty for the beginning
     * @throws IOException journalctl is not installed, or others can change it; the message says what to do
     */
    Process follow(List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--no-tail", "-f"));
        arguments.addAll(options);
        return print(arguments);
    }

    /**
     * Prints the records that match, and ends.
     *
     * @throws IOException journalctl is not there; the message says what to do
     */
    Process all() throws IOException {
        return print(new ArrayList<>());
    }

    private Process print(List<String> arguments) throws IOException {
        if (!fields.isEmpty()) {
            Set<String> printed = new TreeSet<>(fields);
            printed.addAll(RecordLine.LOOKED_AT);
            arguments.add("--output-fields=" + String.join(",", printed));
        }
        arguments.addAll(matches);
        return start(arguments);
    }

    /**
     * Returns the first record that a run with these options prints, whatever the matches are; null if it prints none.
     *
     * @throws IOException journalctl failed; the message quotes its standard error
     */
    @Nullable
    Entry first(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--output-fields=" + RecordLine.MACHINE));
        arguments.addAll(List.of(options));
        Process process = start(arguments);
        CompletableFuture<Void> late = CompletableFuture.runAsync(process::destroyForcibly,
            CompletableFuture.delayedExecutor(QUERY_SECONDS, TimeUnit.SECONDS));
        try {
            RecordLine record = new RecordLine(Set.of(RecordLine.CURSOR), 1 << 20);
            if (readFirst(process.getInputStream(), record)) {
                return record.entry();
            }
            int exit = waitFor(process);
            String said = new String(process.getErrorStream().readNBytes(MAX_STDERR), StandardCharsets.UTF_8).strip();
            if (exit != 0) {
                throw new IOException("journalctl failed: its exit value was " + exit + (said.isEmpty() ? "" : "; it said: " + said));
            }
            return null;
        } finally {
            late.cancel(false);
            process.destroyForcibly();
        }
    }

    /**
     * Returns the last matching record; null if there is none.
     *
     * @throws IOException journalctl failed; the message quotes its standard error
     */
    @Nullable
    Entry last() throws IOException {
        List<String> options = new ArrayList<>(List.of("-n", "1"));
        options.addAll(matches);
        return first(options.toArray(String[]::new));
    }

    private static boolean readFirst(InputStream in, RecordLine record) throws IOException {
        ExportReader reader = new ExportReader(record);
        byte[] buffer = new byte[1];
        // Reads single bytes (the stream is buffered), so that nothing of the next record is consumed.
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            reader.read(buffer, 0, n);
            if (record.isWhole()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reports whether no matching record follows the one with this cursor.
     *
     * @throws IOException journalctl failed
     */
    boolean isLast(String cursor) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--output-fields=" + RecordLine.MACHINE, "--cursor=" + cursor));
        arguments.addAll(matches);
        Process process = start(arguments);
        CompletableFuture<Void> late = CompletableFuture.runAsync(process::destroyForcibly,
            CompletableFuture.delayedExecutor(QUERY_SECONDS, TimeUnit.SECONDS));
        try {
            RecordLine record = new RecordLine(Set.of(RecordLine.CURSOR), 1 << 20);
            boolean only = readFirst(process.getInputStream(), record) && record.entry().cursor().equals(cursor);
            return only && process.getInputStream().read() < 0 && waitFor(process) == 0;
        } finally {
            late.cancel(false);
            process.destroyForcibly();
        }
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Process start(List<String> arguments) throws IOException {
        Set<Exposed> refused = new LinkedHashSet<>();
        Program program = Program.find(List.of("journalctl"), Program.path(), TRUST, refused::add);
        if (program == null) {
            throw new IOException(refused.stream().findFirst().map(e -> e.path() + " " + e.reason() + ", so it is not run (" + e.remedy() + ")")
                .orElse("journalctl is not installed (on Debian: apt install systemd)"));
        }
        List<String> command = new ArrayList<>(List.of(program.executable(), "-a", "-o", "export", "--merge", "--no-pager"));
        if (!directory.isEmpty()) {
            command.addAll(List.of("-D", directory));
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !name.equals("PATH"));
        environment.putAll(Map.of("PATH", Program.path(), "LC_ALL", "C"));
        return builder.start();
    }
}

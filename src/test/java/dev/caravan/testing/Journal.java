package dev.caravan.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Files of systemd's journal, made by systemd-journal-remote of records in the export format. */
public final class Journal implements AutoCloseable {

    /** Id of the machine whose journal it is. */
    public static final String MACHINE = "0123456789abcdef0123456789abcdef";
    /** Id of the boot that records are of, unless they say another. */
    public static final String BOOT = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /** When the first record is written, in microseconds since 1970. */
    public static final long BEGIN = 1_764_000_000_000_000L;

    private final Path directory;
    private final Path program;
    private final List<Process> writers = new ArrayList<>();
    private int count;

    /** Skips the test where one of the programs is not installed. */
    public Journal(Path directory) {
        this.directory = directory;
        this.program = Stream.of("/lib/systemd", "/usr/lib/systemd").map(d -> Path.of(d, "systemd-journal-remote"))
            .filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(program != null, "systemd-journal-remote is not installed: apt-get install systemd-journal-remote");
        Assumptions.assumeTrue(Stream.of("/bin/journalctl", "/usr/bin/journalctl").anyMatch(p -> Files.isExecutable(Path.of(p))),
            "journalctl is not installed: apt-get install systemd");
    }

    public Path directory() {
        return directory;
    }

    public Path file(String name) {
        return directory.resolve(name + ".journal");
    }

    /** A record of sshd with this message, a second after the one before. */
    public Entry entry(String message) {
        return new Entry(count++).with("MESSAGE", message);
    }

    /** Appends records to a file. */
    public void write(String name, Entry... entries) throws Exception {
        try (Writer writer = writer(name)) {
            for (Entry entry : entries) {
                writer.write(entry);
            }
        }
    }

    /** Appends records to a file, one by one. */
    public Writer writer(String name) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "-o", file(name).toString(), "-").redirectErrorStream(true)
            .redirectOutput(directory.resolveSibling(directory.getFileName() + ".remote").toFile()).start();
        writers.add(process);
        return new Writer(process);
    }

    @Override
    public void close() {
        writers.forEach(Process::destroyForcibly);
    }

    /** A running systemd-journal-remote. */
    public static final class Writer implements AutoCloseable {

        private final Process process;
        private final OutputStream out;

        private Writer(Process process) {
            this.process = process;
            this.out = process.getOutputStream();
        }

        public void write(Entry entry) throws IOException {
            out.write(entry.bytes());
            out.flush();
        }

        /** All is in the file then. */
        @Override
        public void close() throws IOException, InterruptedException {
            out.close();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("systemd-journal-remote has failed");
            }
        }
    }

    /** One record. */
    public static final class Entry {

        private final Map<String, List<byte[]>> fields = new LinkedHashMap<>();
        private long time;
        private long monotonic;
        private String boot = BOOT;
        private String machine = MACHINE;
        private String pid = "77";

        private Entry(int number) {
            time = BEGIN + number * 1_000_000L;
            monotonic = 1_000_000L + number * 1_000_000L;
            with("SYSLOG_FACILITY", "10").with("PRIORITY", "6").with("SYSLOG_IDENTIFIER", "sshd").with("_UID", "0")
                .with("_HOSTNAME", "web1").with("_EXE", "/usr/sbin/sshd").with("_COMM", "sshd");
        }

        public Entry with(String name, String value) {
            return with(name, value.getBytes(StandardCharsets.UTF_8));
        }

        /** One more field, or one more value of it. */
        public Entry with(String name, byte[] value) {
            fields.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            return this;
        }

        /** Another value of a field. */
        public Entry set(String name, String value) {
            fields.remove(name);
            return with(name, value);
        }

        /** In the form for any bytes. */
        private static void write(String name, byte[] value, ByteArrayOutputStream out) {
            out.writeBytes((name + "\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value.length).array());
            out.writeBytes(value);
            out.write('\n');
        }

        /** In microseconds since 1970. */
        public Entry at(long time) {
            this.time = time;
            return this;
        }

        /** Of another boot, so many microseconds after its begin. */
        public Entry ofBoot(String boot, long monotonic) {
            this.boot = boot;
            this.monotonic = monotonic;
            return this;
        }

        public Entry ofMachine(String machine) {
            this.machine = machine;
            return this;
        }

        public Entry ofProcess(long pid) {
            this.pid = Long.toString(pid);
            return this;
        }

        /** In the export format. */
        public byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(("__REALTIME_TIMESTAMP=" + time + "\n__MONOTONIC_TIMESTAMP=" + monotonic + "\n_BOOT_ID=" + boot
                + "\n_MACHINE_ID=" + machine + "\n_PID=" + pid + "\n").getBytes(StandardCharsets.US_ASCII));
            fields.forEach((name, values) -> values.forEach(value -> write(name, value, out)));
            out.write('\n');
            return out.toByteArray();
        }
    }
}

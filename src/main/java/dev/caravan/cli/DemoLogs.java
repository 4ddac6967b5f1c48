package dev.caravan.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A writer of logs for the demo, in the formats of nginx and sshd. Its addresses are those that RFC 5737 reserves for documentation. */
final class DemoLogs implements AutoCloseable {

    private static final DateTimeFormatter ACCESS = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final DateTimeFormatter ERROR = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter SYSLOG = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx",
        Locale.ROOT);
    private static final String[] PATHS = {"/", "/index.html", "/tech/2023/04/17/panther.html", "/favicon.ico",
        "/wp-login.php", "/.env", "/feed.xml"};
    private static final String[] AGENTS = {"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "curl/7.88.1", "Mozilla/5.0 zgrab/0.x"};
    private static final String[] USERS = {"root", "admin", "oracle", "test", "ubuntu"};

    private final Random random = new Random(1);
    private final Path directory;
    private final Map<String, BufferedWriter> writers = new LinkedHashMap<>();
    private final Map<String, Long> written = new LinkedHashMap<>();

    DemoLogs(Path directory) throws IOException {
        this.directory = directory;
        for (String[] log : new String[][] {{"nginx", "access.log"}, {"nginx-error", "error.log"}, {"auth", "auth.log"}}) {
            writers.put(log[0], open(log[1]));
            written.put(log[0], 0L);
        }
    }

    private BufferedWriter open(String name) throws IOException {
        return Files.newBufferedWriter(directory.resolve(name), StandardCharsets.UTF_8, StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
    }

    /** Writes for a time in milliseconds, and rotates the access log halfway as logrotate does. */
    void writeFor(long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        boolean rotated = false;
        while (System.nanoTime() < end) {
            burst();
            if (!rotated && end - System.nanoTime() < millis * 500_000) {
                rotated = true;
                writer("nginx").close();
                Files.move(directory.resolve("access.log"), directory.resolve("access.log.1"));
                writers.put("nginx", open("access.log"));
            }
            DemoCommand.pause(50);
        }
    }

    private void burst() throws IOException {
        OffsetDateTime now = OffsetDateTime.now(ZoneId.systemDefault());
        for (int i = 0; i < 20; i++) {
            int status = random.nextInt(5) == 0 ? 404 : 200;
            line("nginx", address() + " - - [" + ACCESS.format(now) + "] \"GET " + PATHS[random.nextInt(PATHS.length)]
                + " HTTP/1.1\" " + status + " " + random.nextInt(20000) + " \"-\" \""
                + AGENTS[random.nextInt(AGENTS.length)] + "\"");
        }
        String path = PATHS[random.nextInt(PATHS.length)];
        line("nginx-error", ERROR.format(now) + " [error] 812#812: *" + random.nextInt(1000) + " open() \"/srv/www" + path
            + "\" failed (2: No such file or directory), client: " + address() + ", server: _, request: \"GET " + path
            + " HTTP/1.1\", host: \"example.org\"");
        int pid = 1000 + random.nextInt(9000);
        line("auth", SYSLOG.format(now) + " web1 sshd[" + pid + "]: Failed password for invalid user "
            + USERS[random.nextInt(USERS.length)] + " from " + address() + " port " + (1024 + random.nextInt(60000))
            + " ssh2");
        for (BufferedWriter writer : writers.values()) {
            writer.flush();
        }
    }

    private String address() {
        return (random.nextBoolean() ? "203.0.113." : "198.51.100.") + random.nextInt(256);
    }

    private BufferedWriter writer(String source) {
        return Objects.requireNonNull(writers.get(source), source);
    }

    private void line(String source, String text) throws IOException {
        writer(source).write(text + "\n");
        written.merge(source, 1L, Long::sum);
    }

    /** Returns the number of lines written, by source. */
    Map<String, Long> written() {
        return written;
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter writer : writers.values()) {
            writer.close();
        }
    }
}

package dev.caravan.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up logs, the same for the same seed: as varied as real ones in addresses, paths and agents, since compression and
 * parsing depend on that.
 */
public enum LogLines {
    /** nginx's combined format, about 220 bytes a line. */
    NGINX {
        @Override
        void line(StringBuilder to, Random random, LocalDateTime time) {
            to.append(address(random)).append(" - ").append(random.nextInt(20) == 0 ? "admin" : "-").append(" [")
                .append(ACCESS.format(time)).append(" +0000] \"").append(pick(METHODS, random)).append(' ');
            path(to, random);
            int status = random.nextInt(100);
            to.append(" HTTP/1.1\" ").append(status < 80 ? 200 : status < 90 ? 304 : status < 98 ? 404 : 502).append(' ')
                .append(random.nextInt(200_000)).append(" \"");
            if (random.nextInt(3) == 0) {
                to.append('-');
            } else {
                to.append("https://www.example.org");
                path(to, random);
            }
            to.append("\" \"").append(String.format(Locale.ROOT, pick(AGENTS, random), 100 + random.nextInt(40)))
                .append('"');
        }
    },
    /** auth.log with RFC 3339 time stamps, about 120 bytes a line. */
    AUTH {
        @Override
        void line(StringBuilder to, Random random, LocalDateTime time) {
            int pid = 1000 + random.nextInt(60_000);
            to.append(SYSLOG.format(time.plusNanos(random.nextInt(1_000_000) * 1000L))).append("+00:00 web1 ");
            String user = pick(USERS, random) + (random.nextInt(3) == 0 ? random.nextInt(100) : "");
            int port = 1024 + random.nextInt(60_000);
            switch (random.nextInt(8)) {
                case 0 -> to.append("sshd[").append(pid).append("]: Accepted publickey for ").append(user).append(" from ")
                    .append(address(random)).append(" port ").append(port).append(" ssh2: ED25519 SHA256:")
                    .append(Long.toString(Math.abs(random.nextLong()), 36))
                    .append(Long.toString(Math.abs(random.nextLong()), 36));
                case 1 -> to.append("sudo:    ").append(user).append(" : TTY=pts/").append(random.nextInt(4))
                    .append(" ; PWD=/home/").append(user).append(" ; USER=root ; COMMAND=/usr/bin/systemctl status nginx");
                case 2 -> to.append("CRON[").append(pid)
                    .append("]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)");
                case 3 -> to.append("sshd[").append(pid).append("]: Disconnected from authenticating user ").append(user)
                    .append(' ').append(address(random)).append(" port ").append(port).append(" [preauth]");
                case 4 -> to.append("sshd[").append(pid).append("]: Invalid user ").append(user).append(" from ")
                    .append(address(random)).append(" port ").append(port);
                default -> to.append("sshd[").append(pid).append("]: Failed password for invalid user ").append(user)
                    .append(" from ").append(address(random)).append(" port ").append(port).append(" ssh2");
            }
        }
    };

    private static final DateTimeFormatter ACCESS = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter SYSLOG = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final String[] METHODS = {"GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST"};
    private static final String[] FOLDERS = {"tech", "blog", "assets", "img", "static/js", "feeds", "archive", "notes"};
    private static final String[] NAMES = {"panther", "fluentd", "zeek", "index", "release", "security", "logging", "about",
        "bucket", "netstat"};
    private static final String[] TYPES = {".html", ".css", ".js", ".png", ".xml", ""};
    private static final String[] AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:%1$d.0) Gecko/20100101 Firefox/%1$d.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.%d Safari/605.1.15",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E%d",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/7.%d.1", "Go-http-client/1.1"};
    private static final String[] USERS = {"root", "admin", "oracle", "test", "ubuntu", "postgres", "git", "deploy"};

    abstract void line(StringBuilder to, Random random, LocalDateTime time);

    /** Writes so many lines; the same bytes at every call. */
    public void write(Path file, long lines) throws IOException {
        Random random = new Random(42);
        LocalDateTime time = LocalDateTime.of(2026, 11, 25, 0, 0);
        StringBuilder text = new StringBuilder();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long i = 0; i < lines; i++) {
                if (i % 50 == 0) {
                    time = time.plusSeconds(1);
                }
                text.setLength(0);
                line(text, random, time);
                out.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** So many lines, each with its newline. */
    public byte[] bytes(int lines) {
        Random random = new Random(42);
        LocalDateTime time = LocalDateTime.of(2026, 11, 25, 0, 0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            line(text, random, time.plusSeconds(i / 50));
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private static String address(Random random) {
        return (1 + random.nextInt(223)) + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    private static void path(StringBuilder to, Random random) {
        to.append('/').append(pick(FOLDERS, random)).append('/').append(2015 + random.nextInt(12)).append('/')
            .append(pick(NAMES, random)).append('-').append(random.nextInt(1000)).append(pick(TYPES, random));
        if (random.nextInt(6) == 0) {
            to.append("?q=").append(Integer.toString(random.nextInt(), 36));
        }
    }
}

package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.Logrotate;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The program logrotate as Debian sets it up for nginx and rsyslog, and as people change that, while lines are written:
 * once between looks, twice between two looks, and several times while Caravan is stopped.
 */
@Tag("slow")
class LogrotateTest {

    /** A configuration, and names that it must leave beside the first log. */
    enum Setup {
        NGINX("nginx", c -> c, "access\\.log\\.1", "access\\.log\\.2\\.gz"),
        NGINX_COMPRESSED_AT_ONCE("nginx", c -> c.replace("\tdelaycompress\n", ""), "access\\.log\\.1\\.gz"),
        NGINX_NOT_COMPRESSED("nginx", c -> c.replace("\tdelaycompress\n", "").replace("compress", "nocompress"),
            "access\\.log\\.2"),
        NGINX_DATED("nginx", c -> c.replace("daily", "daily\n\tdateext\n\tdateformat -%Y%m%d-%s"),
            "access\\.log-[0-9]{8}-[0-9]+", "access\\.log-[0-9]{8}-[0-9]+\\.gz"),
        NGINX_DATED_BEFORE_THE_EXTENSION("nginx", c -> c.replace("/*.log", "/access.log")
            .replace("daily", "daily\n\tdateext\n\tdateformat -%Y%m%d-%s\n\textension .log"), "access-[0-9]{8}-[0-9]+\\.log"),
        NGINX_ANOTHER_DIRECTORY("nginx", c -> c.replace("daily", "daily\n\tcreateolddir 0750\n\tolddir old"),
            "old/access\\.log\\.1", "old/access\\.log\\.2\\.gz"),
        NGINX_COPYTRUNCATE("nginx", Setup::copytruncate, "access\\.log\\.1", "access\\.log\\.2\\.gz"),
        NGINX_COPYTRUNCATE_COMPRESSED_AT_ONCE("nginx", c -> copytruncate(c).replace("\tdelaycompress\n", ""),
            "access\\.log\\.1\\.gz"),
        NGINX_COPYTRUNCATE_DATED("nginx", c -> copytruncate(c).replace("daily",
            "daily\n\tdateext\n\tdateformat -%Y%m%d-%s"), "access\\.log-[0-9]{8}-[0-9]+"),
        RSYSLOG("rsyslog", c -> c, "syslog\\.1", "syslog\\.2\\.gz"),
        RSYSLOG_COPYTRUNCATE("rsyslog", c -> c.replace("missingok", "missingok\n\tcopytruncate"), "syslog\\.1");

        private final String service;
        private final UnaryOperator<String> change;
        private final List<String> leaves;

        Setup(String service, UnaryOperator<String> change, String... leaves) {
            this.service = service;
            this.change = change;
            this.leaves = List.of(leaves);
        }

        private static String copytruncate(String configuration) {
            return configuration.replace("create 0640", "copytruncate");
        }
    }

    @TempDir
    Path directory;
    private S3Server s3;
    private String other;
    private Logrotate logrotate;
    private NumberedWriter first;
    private NumberedWriter second;

    @ParameterizedTest
    @EnumSource
    void eachLineComesOnceWithRealLogrotateOf(Setup setup) throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        String one = setup.service.equals("nginx") ? "access.log" : "syslog";
        String two = setup.service.equals("nginx") ? "error.log" : "auth.log";
        other = setup.service.equals("nginx") ? "nginx-error" : "auth";
        try (S3Server server = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter w1 = new NumberedWriter(logs.resolve(one));
            NumberedWriter w2 = new NumberedWriter(logs.resolve(two));
            Logrotate program = new Logrotate(directory, logs, setup.service, setup.change, List.of(w1, w2))) {
            s3 = server;
            logrotate = program;
            first = w1;
            second = w2;
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.source.nginx.file", one);
            settings.put("caravan.source." + other + ".enabled", "true");
            settings.put("caravan.source." + other + ".format", "raw");
            settings.put("caravan.source." + other + ".directory", logs.toString());
            settings.put("caravan.source." + other + ".file", two);
            settings.put("caravan.tail.poll-interval", "400ms");
            settings.put("camel.kamelet.log-tail-source.rotatedDirectory", "old");
            first.start(50, 10);
            second.start(10, 15);
            try (InProcess caravan = new InProcess(settings)) {
                rotateWhenRead();
                rotateWhenRead();
                rotate();
                rotateWhenRead();
            }
            for (int i = 0; i < 3; i++) {
                rotate();
            }
            try (InProcess caravan = new InProcess(settings)) {
                rotateWhenRead();
                first.stop();
                second.stop();
                await().atMost(Duration.ofSeconds(60)).until(() -> isAllRead(first.written(), second.written()));
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), first.written()));
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines(other + "/")), second.written()));
            List<String> left;
            try (var files = Files.walk(logs)) {
                left = files.map(file -> logs.relativize(file).toString()).sorted().toList();
            }
            for (String name : setup.leaves) {
                assertTrue(left.stream().anyMatch(file -> file.matches(name)), name + " is not in " + left);
            }
        }
    }

    /** Lets Caravan read what there is, so that no line is deleted unread, and rotates. */
    private void rotateWhenRead() throws Exception {
        long one = first.written();
        long two = second.written();
        await().atMost(Duration.ofSeconds(60)).until(() -> isAllRead(one, two));
        rotate();
    }

    /** Reports whether so many different lines of each log are in the bucket. */
    private boolean isAllRead(long one, long two) throws Exception {
        return NumberedWriter.numbers(s3.lines("nginx/")).stream().distinct().count() >= one
            && NumberedWriter.numbers(s3.lines(other + "/")).stream().distinct().count() >= two;
    }

    private void rotate() throws Exception {
        long before = first.written();
        await().atMost(Duration.ofSeconds(10)).until(() -> first.written() > before + 300);
        if (!logrotate.copiesAndTruncates()) {
            logrotate.run();
            return;
        }
        // What is written between the copy and its truncation is lost to anyone.
        synchronized (first) {
            synchronized (second) {
                logrotate.run();
            }
        }
    }
}

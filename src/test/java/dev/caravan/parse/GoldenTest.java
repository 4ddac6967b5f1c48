package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.auth.Fail2ban;
import dev.caravan.parse.auth.Syslog;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.generic.JsonFormat;
import dev.caravan.parse.host.Auditd;
import dev.caravan.parse.host.KernelModules;
import dev.caravan.parse.host.Netstat;
import dev.caravan.parse.host.Who;
import dev.caravan.parse.web.ApacheAccess;
import dev.caravan.parse.web.ApacheError;
import dev.caravan.parse.web.NginxAccess;
import dev.caravan.parse.web.NginxError;
import dev.caravan.parse.web.TraefikAccess;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.schema.SchemaCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each line of the sample files against the record that it must become. To make new expectations, run with
 * {@code -Dgolden.write=DIRECTORY}, then read each line of the result next to its sample.
 */
class GoldenTest {

    @Test
    void everyLineOfTheNginxAccessSampleBecomesTheExpectedRecord() throws IOException {
        check(new NginxAccess(), "nginx-access.log");
    }

    @Test
    void everyLineOfTheNginxErrorSampleBecomesTheExpectedRecord() throws IOException {
        check(new NginxError(ZoneOffset.UTC), "nginx-error.log");
    }

    @Test
    void everyRowOfTheNetstatSamplesBecomesTheExpectedRecord() throws IOException {
        check(new Netstat(), "netstat-tunlp.txt");
        check(new Netstat(), "netstat-nonroot.txt");
    }

    @Test
    void everyRowOfTheSsSampleBecomesTheExpectedRecord() throws IOException {
        check(new Netstat(), "ss-tunlp.txt");
    }

    @Test
    void everyLineOfTheAuthSamplesBecomesTheExpectedRecord() throws IOException {
        check(new Syslog(ZoneOffset.UTC), "auth-rfc3339.log");
        check(new Syslog(ZoneOffset.UTC), "auth-traditional.log");
    }

    @Test
    void everyLineOfTheSamplesOfOtherSourcesBecomesTheExpectedRecord() throws IOException {
        check(new KernelModules(), "lsmod.txt");
        check(new KernelModules(), "proc-modules.txt");
        check(new Who(ZoneOffset.UTC), "who.txt");
        check(new ApacheAccess(), "apache-access.log");
        check(new ApacheError(ZoneOffset.UTC), "apache-error.log");
        check(new Fail2ban(ZoneOffset.UTC), "fail2ban.log");
        check(new Auditd(), "audit.log");
        check(new TraefikAccess(), "traefik-clf.log");
    }

    @Test
    void theRecordsOfOtherSourcesFitTheirSchemas() throws IOException {
        Map<String, String> schemas = Map.of("lsmod.txt", "kernel-modules", "proc-modules.txt", "kernel-modules", "who.txt",
            "users", "apache-access.log", "apache-json", "apache-error.log", "apache-error-json", "fail2ban.log", "fail2ban",
            "audit.log", "auditd", "traefik-clf.log", "traefik", "nginx-error.log", "nginx-error-json");
        for (Map.Entry<String, String> each : schemas.entrySet()) {
            SchemaCheck.assertFits(each.getValue(), new String(read("/parse/" + each.getKey() + ".ndjson"),
                StandardCharsets.UTF_8));
        }
    }

    @Test
    void linesThatAreRecordsAlreadyPassUnchangedAndFitTheirSchemas() throws Exception {
        for (String source : List.of("caddy", "traefik")) {
            String sample = new String(read("/samples/" + source + "-access.log"), StandardCharsets.UTF_8);
            assertEquals(sample, new JsonFormat().parse(TestBlock.of(sample)).toString());
            SchemaCheck.assertFits(source, sample);
        }
    }

    private static void check(LineParser parser, String sample) throws IOException {
        List<JsonNode> actual = new ArrayList<>();
        StringBuilder written = new StringBuilder();
        for (byte[] line : lines(read("/samples/" + sample))) {
            try {
                JsonNode record = Parsing.parse(parser, line, Parsing.READ);
                if (record != null) {
                    actual.add(record);
                    written.append(record).append('\n');
                }
            } catch (RefusedLineException e) {
                fail(e.getMessage() + ": " + new String(line, StandardCharsets.UTF_8));
            }
        }
        String directory = System.getProperty("golden.write");
        if (directory != null) {
            Files.writeString(Path.of(directory, sample + ".ndjson"), written);
        }
        List<JsonNode> expected = new ArrayList<>();
        for (byte[] line : lines(read("/parse/" + sample + ".ndjson"))) {
            expected.add(Parsing.json((new String(line, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i), "record " + (i + 1) + " of " + sample);
        }
        assertEquals(expected.size(), actual.size(), "number of records of " + sample);
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream(resource)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                lines.add(Arrays.copyOfRange(text, start, i));
                start = i + 1;
            }
        }
        return lines;
    }
}

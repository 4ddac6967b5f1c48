package dev.caravan.transform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions in a route as a user writes it, to a real S3 server: each line is counted in the bucket. */
@Tag("slow")
class ActionsInRoutesTest {

    private static final int LINES = 20_000;

    @TempDir
    Path directory;
    private S3Server s3;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        log = Files.createDirectory(directory.resolve("logs")).resolve("app.log");
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.s3(s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.batch.interval", "300ms");
        settings.put("caravan.batch.max-bytes", "64KiB");
        settings.put("caravan.tail.poll-interval", "100ms");
        for (String source : List.of("nginx", "nginx-error", "auth", "netstat")) {
            settings.put("caravan.source." + source + ".enabled", "false");
        }
        return settings;
    }

    private String route(String steps) {
        return """
            - route:
                id: app
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: app, directory: "%s", fileName: app.log }
                  steps:
            %s
                    - to: kamelet:s3-batch-sink
            """.formatted(log.getParent(), steps.indent(8).stripTrailing());
    }

    private static void load(InProcess caravan, String route) throws Exception {
        CamelContext context = caravan.shipper().main().getCamelContext();
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("app.yaml", route));
    }

    @Test
    void aParameterMayHaveTheNameThatABeanOfAKameletWouldHave() throws Exception {
        Files.writeString(log, "{\"n\":1}\n");
        String route = route("""
            - unmarshal: { custom: { ref: jsonLines } }
            - to: { uri: "kamelet:insert-field-action", parameters: { field: action, value: run } }""")
            .replace("source: app", "source: tail").replace("s3-batch-sink", "s3-batch-sink?source=batch");
        try (InProcess caravan = new InProcess(settings())) {
            load(caravan, route);
            await().atMost(Duration.ofSeconds(30)).until(() -> !s3.lines("batch/").isEmpty());
        }
        assertEquals(List.of("{\"n\":1,\"action\":\"run\"}"), s3.lines("batch/"));
        assertTrue(Files.exists(directory.resolve("state/tail/checkpoint.json")));
    }

    @Test
    void everyLineIsInOneObjectOfItsPrefixOrWasDroppedByTheRoute() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            String kind = List.of("sshd", "sudo", "health+check 50% & \\\"x\\\"?", "cron").get(i % 4);
            lines.append(i % 1000 == 999 ? "no JSON " + i
                : "{\"kind\":\"" + kind + "\",\"n\":" + i + ",\"password\":\"p\"}").append('\n');
        }
        Files.writeString(log, lines);
        String route = route("""
            - unmarshal: { custom: { ref: jsonLines } }
            - to: { uri: "kamelet:filter-lines-action", parameters: { field: kind, drop: '^health\\+check 50% & "x"\\?$' } }
            - to: { uri: "kamelet:divert-lines-action", parameters: { field: kind, pattern: "^sudo$", to: "app-sudo" } }
            - to: { uri: "kamelet:insert-field-action", parameters: { field: environment, value: prod } }
            - to: { uri: "kamelet:replace-field-action", parameters: { renames: "n:number" } }
            - to: { uri: "kamelet:mask-field-action", parameters: { fields: password } }""");
        try (InProcess caravan = new InProcess(settings())) {
            load(caravan, route);
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("app/").size() + s3.lines("app-sudo/").size()
                + s3.lines("unparsed/app/").size() >= LINES * 3 / 4);
        }
        int refused = LINES / 1000;
        assertEquals(refused, s3.lines("unparsed/app/").size());
        assertEquals(LINES / 4, s3.lines("app-sudo/").stream().distinct().count());
        assertEquals(LINES / 4, s3.lines("app-sudo/").size());
        assertEquals("{\"kind\":\"sudo\",\"n\":1,\"password\":\"p\"}", s3.lines("app-sudo/").get(0), "diverted before the later steps");
        assertEquals(LINES / 2 - refused, s3.lines("app/").size());
        assertEquals(LINES / 2 - refused, s3.lines("app/").stream().distinct().count());
        assertEquals("{\"kind\":\"sshd\",\"number\":0,\"password\":\"***\",\"environment\":\"prod\"}", s3.lines("app/").get(0));
        assertTrue(s3.keys().stream().allMatch(k -> k.endsWith(".json.gz")), s3.keys().toString());
        s3.puts().forEach((key, count) -> assertEquals(1, count, key));
    }

    @Test
    void patternsArriveWithTheirBackslashes() throws Exception {
        Files.writeString(log, """
            {"n":1,"a":"foo"}
            {"n":2,"a":"food"}
            {"n":3,"a":"C:\\\\x"}
            {"n":4,"a":"bar.","b":"12"}
            """);
        String route = route("""
            - unmarshal: { custom: { ref: jsonLines } }
            - to: { uri: "kamelet:filter-lines-action", parameters: { field: a, drop: '\\bfoo\\b' } }
            - to: { uri: "kamelet:divert-lines-action", parameters: { field: a, pattern: '^bar\\.', to: "app-bar" } }
            - to: { uri: "kamelet:filter-lines-action", parameters: { field: a, drop: '^C:\\\\' } }
            - to: { uri: "kamelet:insert-field-action", parameters: { field: path, value: 'D:\\y\\z' } }
            - to: { uri: "kamelet:mask-field-action", parameters: { fields: a, pattern: '\\w+\\d?' } }""");
        try (InProcess caravan = new InProcess(settings())) {
            load(caravan, route);
            await().atMost(Duration.ofSeconds(30)).until(() -> !s3.lines("app/").isEmpty() && !s3.lines("app-bar/").isEmpty());
        }
        assertEquals(List.of("{\"n\":4,\"a\":\"bar.\",\"b\":\"12\"}"), s3.lines("app-bar/"));
        assertEquals(List.of("{\"n\":2,\"a\":\"***\",\"path\":\"D:\\\\y\\\\z\"}"), s3.lines("app/"));
    }

    @Test
    void whereAllLinesAreDroppedThePositionMovesAllTheSame() throws Exception {
        Files.writeString(log, "drop 1\ndrop 2\n");
        String route = route("- to: { uri: \"kamelet:filter-lines-action\", parameters: { drop: \"^drop\" } }");
        Path checkpoint = directory.resolve("state/app/checkpoint.json");
        try (InProcess caravan = new InProcess(settings())) {
            load(caravan, route);
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(checkpoint)
                && Files.readString(checkpoint).replace(" ", "").contains("\"offset\":14"));
            Files.writeString(log, "stay\n", java.nio.file.StandardOpenOption.APPEND);
            await().atMost(Duration.ofSeconds(30)).until(() -> !s3.lines("app/").isEmpty());
        }
        assertEquals(List.of("stay"), s3.lines("app/"));
        assertEquals(1, s3.keys().size(), "no empty objects");
    }

    @Test
    void aLogOfAFolderGoesToAPrefixOfItsOwn() throws Exception {
        Files.writeString(log.resolveSibling("dns.log"), "{\"q\":1}\n");
        Files.writeString(log.resolveSibling("ssl.log"), "{\"v\":2}\n{\"v\":3}\nbad\n");
        Map<String, String> settings = settings();
        settings.put("caravan.source.zeek.enabled", "true");
        settings.put("caravan.source.zeek.directory", log.getParent().toString());
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("zeek-dns/").size() + s3.lines("zeek-ssl/").size() >= 3);
        }
        assertEquals(List.of("{\"q\":1}"), s3.lines("zeek-dns/"));
        assertEquals(List.of("{\"v\":2}", "{\"v\":3}"), s3.lines("zeek-ssl/"));
        assertEquals(1, s3.lines("unparsed/zeek/").size());
    }

    @Test
    void anActionWhosePropertiesContradictEachOtherStopsItsRouteAtTheStart() throws Exception {
        Files.writeString(log, "a\n");
        try (InProcess caravan = new InProcess(settings())) {
            Exception e = assertThrows(Exception.class, () -> load(caravan, route(
                "- to: { uri: \"kamelet:filter-lines-action\", parameters: { drop: a, keep: b } }")));
            StringBuilder all = new StringBuilder();
            for (Throwable t = e; t != null; t = t.getCause()) {
                all.append(t.getMessage());
            }
            assertTrue(all.toString().contains("needs keep or drop, and not both"), all.toString());
        }
    }
}

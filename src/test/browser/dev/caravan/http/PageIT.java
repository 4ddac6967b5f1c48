package dev.caravan.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.health.SourceState;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.FaultyStore;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a real browser, of a running Caravan whose sources are in each state that there is. */
@Tag("browser")
class PageIT {

    private static final String TOKEN = "0123456789abcdef0123";
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String ROUTE = """
        - route:
            id: %1$s
            from:
              uri: kamelet:log-tail-source
              parameters:
                source: %1$s
                directory: %2$s
                fileName: %1$s.log
              steps:
                - unmarshal: { custom: { ref: raw } }
        %3$s        - to: kamelet:s3-batch-sink?source=%1$s%4$s
        """;
    private static final String HANGS = """
                - choice:
                    when:
                      - simple: "${bodyAs(String)} contains 'hang'"
                        steps:
                          - delay: { constant: "3600000" }
        """;

    @TempDir
    static Path directory;
    private static S3Server s3;
    private static FaultyStore store;
    private static NumberedWriter writer;
    private static CaravanProcess caravan;
    private static String url;
    private Browser browser;

    @BeforeAll
    static void start() throws Exception {
        // Before all else: without a browser nothing is started.
        new Browser().close();
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        store = new FaultyStore(s3.endpoint());
        store.on("PUT", (request, server) -> request.path().contains("/billing/")
            ? FaultyStore.Reply.of(403, "application/xml", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
            : server.get());
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("billing.yaml"), ROUTE.formatted("billing", logs, "", ""));
        Files.writeString(routes.resolve("shop.yaml"), ROUTE.formatted("shop", logs, "", "&interval=1h"));
        Files.writeString(routes.resolve("mail.yaml"), ROUTE.formatted("mail", logs, HANGS, ""));
        for (String name : List.of("billing", "shop", "mail")) {
            Files.writeString(logs.resolve(name + ".log"), "a line\n");
        }
        Files.createFile(logs.resolve("auth.log"));
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, store.endpoint()));
        settings.put("caravan.source.nginx-error.enabled", "true");
        settings.put("caravan.source.nginx-error.directory", logs.toString());
        settings.put("caravan.source.auth.enabled", "true");
        settings.put("caravan.source.auth.directory", logs.toString());
        settings.put("caravan.source.netstat.enabled", "true");
        settings.put("caravan.source.netstat.command", "no-such-netstat -tunlp");
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        int port = freePort();
        settings.put("caravan.http.port", Integer.toString(port));
        settings.put("caravan.http.token-file", Files.writeString(directory.resolve("token"), TOKEN + "\n").toString());
        writer = new NumberedWriter(logs.resolve("access.log"));
        writer.start(20, 500);
        caravan = CaravanProcess.start(directory, settings);
        url = "http://127.0.0.1:" + port;
        await().atMost(LONG).until(() -> s3.lines("mail/").size() == 1 && !s3.lines("nginx/").isEmpty());
        // From here on its route hangs, with this line on its way.
        Files.writeString(logs.resolve("mail.log"), "let it hang\n", StandardOpenOption.APPEND);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (caravan != null) {
            caravan.close();
            writer.close();
            store.close();
            s3.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        browser = new Browser();
        browser.open(url + "/?token=" + TOKEN);
    }

    @AfterEach
    void close() throws Exception {
        browser.close();
    }

    /** The word of each source, as it is read on the page. */
    private Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        List<String> names = browser.texts("[data-part=sources] th");
        List<String> words = browser.texts("[data-part=sources] .state");
        for (int i = 0; i < Math.min(names.size(), words.size()); i++) {
            states.put(names.get(i), words.get(i));
        }
        return states;
    }

    @Test
    void eachStateIsSeenWithoutLoadingThePageAgain() {
        Map<String, String> expected = Map.of("nginx", "working", "nginx-error", "missing", "auth", "idle", "netstat", "failed", "billing",
            "blocked", "shop", "waiting", "mail", "stuck");
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertEquals(new TreeMap<>(expected), states()));
        Set<String> all = new TreeSet<>();
        for (SourceState state : SourceState.values()) {
            all.add(state.word());
        }
        assertEquals(all, new TreeSet<>(expected.values()));
        assertEquals(List.of("not ready"), browser.texts("header .state"));
        String problems = String.join("\n", browser.texts(".problems li"));
        assertTrue(problems.contains("netstat is failed: no no-such-netstat is installed"), problems);
        assertTrue(problems.contains("billing is blocked: cannot deliver to s3://logs/billing/: permission denied"), problems);
        assertTrue(problems.contains("mail is stuck: 12 bytes wait to be read"), problems);
    }

    @Test
    void axeFindsNothingAndNothingIsWiderThanTheScreen() throws Exception {
        await().atMost(LONG).until(() -> browser.texts(".uplot").size() == 3);
        for (int width : List.of(1280, 768, 375, 320)) {
            for (boolean dark : List.of(false, true)) {
                browser.width(width);
                browser.dark(dark);
                String where = width + (dark ? " dark" : " light");
                assertEquals(List.of(), browser.violations(), where);
                browser.run("document.querySelectorAll('details').forEach(d => { d.open = true; })");
                assertEquals(List.of(), browser.violations(), where + ", all open");
                assertEquals(List.of(), browser.run("return [...document.querySelectorAll('*')].filter(e => !e.closest('thead, .uplot')"
                    + " && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5).map(e => e.outerHTML)"), where);
                assertEquals(browser.run("return document.documentElement.clientWidth"), browser.run("return document.documentElement.scrollWidth"),
                    where);
            }
        }
    }

    @Test
    void thePageIsReadAndUsedByTheKeyboardAlone() {
        await().atMost(LONG).until(() -> browser.texts(".values button").size() >= 2);
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 40 && reached.stream().noneMatch(name -> name.equals("summary Settings")); i++) {
            reached.add(browser.tab());
        }
        assertEquals("button Pause", reached.get(0));
        assertTrue(reached.get(1).startsWith("input"), reached.toString());
        assertTrue(reached.contains("button nginx") && reached.contains("summary Files and positions"), reached.toString());
        assertEquals("summary Settings", reached.get(reached.size() - 1), reached.toString());
        browser.press(Keys.ENTER);
        assertTrue(String.join("\n", browser.texts("[data-part=settings] th")).contains("caravan.http.token-file"));
        // Each thing that is reached is seen to be: it has a ring around it.
        assertEquals("solid", browser.run("return getComputedStyle(document.activeElement).outlineStyle"));
    }

    @Test
    void theTimeIsChosenByArrowKeysAndASourceIsHiddenByItsName() {
        await().atMost(LONG).until(() -> ((Number) browser.run("return +(document.querySelector('.time input')?.max ?? 0)")).intValue() > 0);
        browser.run("document.querySelector('.time input').focus()");
        String last = browser.texts(".time output").get(0);
        assertTrue(last.matches("[0-9:]{8} UTC, the last"), last);
        browser.press(Keys.ARROW_LEFT);
        String before = browser.texts(".time output").get(0);
        assertTrue(before.matches("[0-9:]{8} UTC"), before);
        assertEquals(before, browser.run("return document.activeElement.getAttribute('aria-valuetext')"));
        browser.press(Keys.ARROW_RIGHT);
        assertTrue(browser.texts(".time output").get(0).endsWith("the last"));
        browser.run("[...document.querySelectorAll('#rate button')].find(b => b.textContent === 'nginx').focus()");
        String drawn = browser.run("return document.querySelector('#rate canvas').toDataURL()").toString();
        browser.press(Keys.SPACE);
        assertEquals("false nginx", browser.run("const b = document.activeElement; return b.getAttribute('aria-pressed') + ' ' + b.textContent"));
        assertFalse(drawn.equals(browser.run("return document.querySelector('#rate canvas').toDataURL()")), "its curve is still there");
    }

    @Test
    void aRenewedPageKeepsTheFocusAndWhatIsOpen() {
        await().atMost(LONG).until(() -> browser.texts(".uplot").size() == 3);
        browser.run("const s = document.querySelector('summary'); s.focus(); s.parentElement.open = true");
        String before = browser.texts("[data-part=about]").get(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> !browser.texts("[data-part=about]").get(0).equals(before));
        assertEquals("Files and positions", browser.run("return document.activeElement.textContent"));
        assertTrue(browser.texts("[data-part=files] tr").size() >= 4 && browser.texts("[data-part=files] tr").get(0).contains(".log"));
    }

    @Test
    void chartsAreDrawnAnewWhenTheSystemTurnsDark() {
        await().atMost(LONG).until(() -> browser.texts(".uplot").size() == 3);
        browser.dark(false);
        String light = browser.run("return document.querySelector('#outbox canvas').toDataURL()").toString();
        browser.dark(true);
        await().atMost(Duration.ofSeconds(10)).until(() -> !light.equals(browser.run(
            "return document.querySelector('#outbox canvas').toDataURL()")));
    }

    @Test
    void withoutScriptsThePageIsWhole() throws Exception {
        browser.scripts(false);
        browser.open(url + "/");
        assertEquals(0, browser.textsWithoutScripts(".uplot, button, input").size());
        assertEquals(7, browser.textsWithoutScripts("[data-part=sources] .state").size());
        assertEquals(3, browser.textsWithoutScripts(".plot svg").size());
        assertTrue(browser.textsWithoutScripts("#rate .values li").stream().anyMatch(value -> value.matches("nginx\\s+[0-9.]+")));
        assertTrue(browser.textsWithoutScripts("[data-part=objects] td.key").stream().anyMatch(key -> key.startsWith("nginx/")));
    }

    @Test
    void theTokenOpensThePageOnceAndIsKeptNowhere() throws Exception {
        assertEquals(url + "/", browser.address());
        assertEquals("", browser.run("return document.cookie"));
        assertFalse(browser.run("return document.documentElement.outerHTML").toString().contains(TOKEN));
        try (Browser stranger = new Browser()) {
            stranger.open(url + "/");
            assertTrue(stranger.texts("body").get(0).startsWith("Open this page once as /?token=..."));
            stranger.open(url + "/?token=" + TOKEN + "x");
            assertTrue(stranger.texts("body").get(0).startsWith("Open this page once as /?token=..."));
        }
    }

    @Test
    void nothingIsAskedOfOtherHostsAndThePolicyForbidsNothingOfOurs() throws Exception {
        await().atMost(LONG).until(() -> browser.texts(".uplot").size() == 3);
        String before = browser.texts("[data-part=about]").get(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> !browser.texts("[data-part=about]").get(0).equals(before));
        List<String> requests = browser.requests();
        assertTrue(requests.contains(url + "/uplot.js") && requests.contains(url + "/history.json"), requests.toString());
        assertEquals(List.of(), requests.stream()
            // What a new tab shows before the first page comes with the browser, as chrome: and data:.
            .filter(request -> request.matches("(https?|wss?|ftp):.*") && !request.startsWith(url + "/")).toList());
        assertEquals(List.of(), browser.complaints());
    }
}

package dev.caravan.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.deliver.Delivery;
import dev.caravan.health.DeliverySnapshot;
import dev.caravan.health.Instance;
import dev.caravan.health.OutboxSnapshot;
import dev.caravan.health.Snapshot;
import dev.caravan.health.SourceSnapshot;
import dev.caravan.health.SourceState;
import dev.caravan.outbox.Outbox;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.state.Sources;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a Caravan whose hour was a busy one, in a browser: with {@code -Dcaravan.test.write=true} its pictures become those of the
 * documents. Sources, objects and files are real; the numbers of the hour are generated.
 */
@Tag("browser")
class PicturesIT {

    private static final String TOKEN = "0123456789abcdef0123";

    @TempDir
    Path directory;
    private S3Server s3;
    private NumberedWriter writer;
    private InProcess caravan;
    private MonitorServer server;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        browser = new Browser();
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        Path logs = Files.createDirectories(directory.resolve("var/log/nginx"));
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.host", "web1");
        settings.put("caravan.batch.interval", "2s");
        settings.put("caravan.source.nginx-error.enabled", "true");
        settings.put("caravan.source.nginx-error.directory", logs.toString());
        settings.put("caravan.source.auth.enabled", "true");
        settings.put("caravan.source.auth.directory", logs.getParent().toString());
        settings.put("caravan.source.apache.enabled", "true");
        settings.put("caravan.source.apache.directory", logs.resolveSibling("apache2").toString());
        settings.put("caravan.state-dir", directory.resolve("var/lib/caravan").toString());
        Files.writeString(logs.resolve("error.log"), "2026/11/27 10:00:00 [error] 7#7: *1 open() \"/x\" failed\n");
        Files.writeString(logs.resolveSibling("auth.log"), "Nov 27 10:00:00 web1 sshd[812]: Connection closed by 192.0.2.7 port 5022 [preauth]\n");
        writer = new NumberedWriter(logs.resolve("access.log"));
        writer.start(12, 300);
        caravan = new InProcess(settings);
        server = serve(0);
        await().atMost(Duration.ofSeconds(60)).until(() -> s3.keys().size() >= 5);
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
            caravan.close();
            writer.close();
            s3.close();
        }
    }

    private MonitorServer serve(int port) {
        CamelContext context = caravan.shipper().main().getCamelContext();
        Sources sources = context.getRegistry().lookupByNameAndType(SharedNames.SOURCES, Sources.class);
        Outbox outbox = context.getRegistry().lookupByNameAndType(SharedNames.OUTBOX, Outbox.class);
        Delivery delivery = context.getRegistry().lookupByNameAndType(SharedNames.DELIVERY, Delivery.class);
        Instance instance = new Instance(sources, outbox, delivery, () -> null, "0.1.0");
        return MonitorServer.start(new HttpOptions(port, "127.0.0.1", InetAddress.getLoopbackAddress(), TOKEN), instance, delivery, context,
            Map.of("caravan.bucket", "logs", "caravan.http.port", "8686"), hour());
    }

    /** Visits of a busy site, logins, and twelve minutes in which the bucket could not be reached. */
    private static History hour() {
        Random random = new Random(7);
        History history = new History();
        long now = System.currentTimeMillis();
        double outbox = 0;
        for (int i = History.LENGTH - 1; i > 0; i--) {
            double wave = 1 + 0.4 * Math.sin(i / 30.0) + (i > 90 && i < 110 ? 0.9 : 0);
            double nginx = 42 * wave + 6 * random.nextGaussian();
            boolean away = i > 60 && i < 108;
            outbox = away ? outbox + nginx * 15 * 40 : Math.max(0, Math.min(outbox * 0.45, outbox - 90_000)) + (i % 4 == 0 ? 30_000 : 0);
            history.add(new Snapshot(now - i * 15_000L, "0.1.0", 1, 1, "", "", List.of(source("auth", 2 + 2 * random.nextDouble(), 0),
                source("nginx", Math.max(0, nginx), (long) (nginx * (away ? 700 : 260) * random.nextDouble())),
                source("nginx-error", random.nextInt(9) == 0 ? 3 : 0, 0)), new OutboxSnapshot(1, (long) outbox, 1, false, 0),
                new DeliverySnapshot(null, 0, 0, null, 1, 0, List.of()), null));
        }
        return history;
    }

    private static SourceSnapshot source(String name, double rate, long behind) {
        return new SourceSnapshot(name, SourceState.IDLE, null, "", behind, 0, rate, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "", Map.of(),
            List.of());
    }

    private void open() {
        browser.open("http://127.0.0.1:" + server.port() + "/?token=" + TOKEN);
        await().atMost(Duration.ofSeconds(30)).until(() -> browser.texts(".uplot").size() == 3);
    }

    /** Names of this machine's temporary files give way to those of a server. */
    private void asOnAServer() {
        browser.run("const w = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); while (w.nextNode()) { w.currentNode.data ="
            + " w.currentNode.data.replaceAll('" + directory
            + "', '').replace(/ at http:[^ ]+/, '').replaceAll('s3://logs', 's3://my-security-logs'); }");
    }

    @Test
    void ofADesktopInBothColoursAndOfAPhone() throws Exception {
        Path folder = Boolean.getBoolean("caravan.test.write") ? Path.of("docs/images") : directory.resolve("pictures");
        take(1180, false, folder.resolve("page.png"));
        take(1180, true, folder.resolve("page-dark.png"));
        take(390, false, folder.resolve("page-phone.png"));
    }

    private void take(int width, boolean dark, Path file) throws Exception {
        browser.width(width);
        browser.dark(dark);
        open();
        asOnAServer();
        browser.picture(1500, file);
        assertTrue(Files.size(file) > 30_000 && Files.size(file) < 400_000, file + " has " + Files.size(file));
    }

    @Test
    void aServerThatIsGoneAndOneThatHasStartedAgainAreSaidSo() {
        open();
        int port = server.port();
        server.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> browser.texts("[role=alert]").equals(List.of(
            "Caravan does not answer: what you see is as it was before.")));
        server = serve(port);
        await().atMost(Duration.ofSeconds(30)).until(() -> browser.texts("[role=alert]").equals(List.of(
            "Caravan was started again: open this page once more with ?token=…, as at first.")));
    }
}

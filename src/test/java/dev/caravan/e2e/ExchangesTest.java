package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exchange is made for a block of lines, in no route for a line: that is what keeps Camel's cost small. */
class ExchangesTest {

    private static final int LINES = 50_000;
    /** Some for the blocks, and some for polls while the test waits. */
    private static final long MOST = LINES / 100;

    @TempDir
    Path directory;

    @Test
    void noRouteMakesAnExchangeOfALine() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            // Parsed as well: none of these lines is nginx's, so each becomes a record about a refused line.
            settings.put("caravan.source.nginx.format", "json");
            writer.write(LINES);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("unparsed/nginx/").size() >= LINES);
                MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
                Set<ObjectName> routes = jmx.queryNames(new ObjectName("org.apache.camel:type=routes,*"), null);
                Map<String, Long> exchanges = new TreeMap<>();
                for (ObjectName route : routes) {
                    exchanges.put(ObjectName.unquote(route.getKeyProperty("name")),
                        (Long) jmx.getAttribute(route, "ExchangesTotal"));
                }
                // How many blocks there are depends on the machine; one at least came through each of these.
                for (String step : List.of("nginx", "deliver", "put")) {
                    assertTrue(exchanges.getOrDefault(step, 0L) >= 1, step + " is not counted: " + exchanges);
                }
                exchanges.forEach((route, count) -> assertTrue(count <= MOST, route + " had " + count + " exchanges"));
            }
        }
    }
}

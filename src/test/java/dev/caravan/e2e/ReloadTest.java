package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Route files are edited at full speed; each line is in the bucket once. */
@Tag("slow")
class ReloadTest extends EditedRoutes {

    @Test
    void aRouteIsChangedManyTimesUnderLoad() throws Exception {
        save("one", tail("one", "out0", ""));
        writer.start(200, 2);
        try (InProcess caravan = run()) {
            for (int i = 0; i < 6; i++) {
                awaitObjects("out" + i + "/");
                save("one", tail("one", "out" + (i + 1), ""));
            }
            awaitObjects("out6/");
            assertEquals(4, caravan.shipper().main().getCamelContext().getRoutes().stream()
                .filter(r -> !List.of("put", "head").contains(r.getRouteId())).count(), "routes are left over");
            awaitAll("out0/", "out1/", "out2/", "out3/", "out4/", "out5/", "out6/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
    }

    @Test
    void aChangeThatIsBrokenLeavesTheOldRouteAndIsMended() throws Exception {
        save("one", tail("one", "out0", ""));
        writer.start(100, 5);
        try (InProcess caravan = run()) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("out0/");
            for (String broken : List.of(tail("one", "wrong", "        - unmarshal: { custom: { ref: noSuchParser } }\n"),
                tail("one", "wrong", "        - nonsense: true\n"), "- route:\n  id: [", "",
                tail("one", "wrong", "").replace("s3-batch-sink", "s4-batch-sink"))) {
                save("one", broken);
                awaitHealth(context, true);
                int before = s3.keys().size();
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.keys().size() > before + 1);
                save("one", tail("one", "out0", ""));
                awaitHealth(context, false);
            }
            save("one", tail("one", "out1", ""));
            awaitObjects("out1/");
            awaitAll("out0/", "out1/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
        assertTrue(s3.lines("wrong/").isEmpty(), "a broken route shipped something");
    }

    @Test
    void theIntervalOfABatchAndAParserOfTheFileAreTakenOver() throws Exception {
        String route = """
            - beans:
                - name: mine
                  type: "#class:dev.caravan.parse.generic.RegexFormat"
                  properties:
                    pattern: '(?<%s>.*)'
            """;
        String text = tail("one", "one", "").replace("source: one }", "source: one, interval: \"%s\" }")
            .replace("ref: raw", "ref: mine");
        save("one", (route + text).formatted("before", "1h"));
        writer.write(10);
        try (InProcess caravan = run()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> caravan.shipper().openBatchBytes("one") > 0);
            assertTrue(s3.keys().isEmpty());
            save("one", (route + text).formatted("after", "200ms"));
            // The open batch is sealed at the change.
            awaitObjects("one/");
            assertTrue(s3.lines("one/").get(0).startsWith("{\"before\":"), s3.lines("one/").get(0));
            writer.write(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("one/").size() == 20);
            assertTrue(s3.lines("one/").get(19).startsWith("{\"after\":"), s3.lines("one/").get(19));
        }
    }

    @Test
    void aSinkThatTwoFilesUseGoesOnForTheOther() throws Exception {
        save("one", tail("one", "both", ""));
        save("two", tail("two", "both", "").replace("fileName: access.log", "fileName: other.log"));
        try (NumberedWriter other = new NumberedWriter(logs.resolve("other.log")); InProcess caravan = run()) {
            writer.write(10);
            other.write(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("both/").size() == 20);
            Files.delete(routes.resolve("one.yaml"));
            CamelContext context = caravan.shipper().main().getCamelContext();
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("one") == null);
            other.write(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("both/").size() == 30);
        }
    }

    @Test
    void theOutputOfACommandIsNotLostNorTwiceAcrossChanges() throws Exception {
        Path script = Files.writeString(directory.resolve("count"), "#!/bin/sh\nn=$(cat " + directory
            + "/n 2>/dev/null || echo 0)\necho $((n+1)) >" + directory + "/n\nsleep 0.05\necho \"line $n \"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        String text = """
            - route:
                id: count
                from:
                  uri: kamelet:command-source
                  parameters: { source: count, command: "%s", interval: 100ms }
                  steps:
                    - unmarshal: { custom: { ref: raw } }
                    - to: { uri: "kamelet:s3-batch-sink", parameters: { source: "out%d" } }
            """;
        save("count", text.formatted(script, 0));
        try (InProcess caravan = run()) {
            for (int i = 0; i < 5; i++) {
                awaitObjects("out" + i + "/");
                save("count", text.formatted(script, i + 1));
            }
            awaitObjects("out5/");
        }
        long runs = Long.parseLong(Files.readString(directory.resolve("n")).trim());
        assertEquals("", NumberedWriter.compare(numbers("out"), runs));
    }

    @Test
    void deliveryIsChangedWhileObjectsAreDelivered() throws Exception {
        save("one", tail("one", "one", ""));
        writer.start(100, 5);
        String deliver = Files.readString(Path.of("routes/deliver.yaml"));
        try (InProcess caravan = run()) {
            for (int i = 0; i < 3; i++) {
                int before = s3.keys().size();
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.keys().size() > before + 1);
                save("deliver", deliver.replace("delay: 500", "delay: " + (100 + i)));
            }
            CamelContext context = caravan.shipper().main().getCamelContext();
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("deliver") != null
                && context.getRoute("deliver").getEndpoint().getEndpointUri().contains("delay=102"));
            awaitAll("one/");
        }
        assertEquals("", NumberedWriter.compare(numbers("one/"), writer.written()));
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
    }
}

package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.NotStartedException;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.NumberedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Route files come, go, and take the place of others; each line is in the bucket once. */
@Tag("slow")
class RoutesFolderTest extends EditedRoutes {

    /** Routes run commands, as root where Caravan is root. */
    @Test
    void whatOthersCanChangeIsNotTakenOverAndNotStarted() throws Exception {
        save("one", tail("one", "out0", ""));
        writer.start(100, 5);
        try (LogCapture log = new LogCapture(); InProcess caravan = run()) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("out0/");
            Path file = Files.writeString(directory.resolve("saved"), tail("one", "out1", ""));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
            Files.move(file, routes.resolve("one.yaml"), StandardCopyOption.ATOMIC_MOVE);
            awaitHealth(context, true);
            assertTrue(log.text().contains("chmod o-w " + routes.resolve("one.yaml")), log.text());
            Files.setPosixFilePermissions(routes.resolve("one.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
            awaitObjects("out1/");
            awaitHealth(context, false);

            Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwxr-xrwx"));
            save("one", tail("one", "out2", ""));
            awaitHealth(context, true);
            assertTrue(log.text().contains("chmod o-w " + routes + " "), log.text());
            assertTrue(s3.lines("out2/").isEmpty());
            Exception refused = assertThrows(RuntimeException.class, this::again);
            assertTrue(NotStartedException.explain(refused).contains("chmod o-w " + routes + " "), NotStartedException.explain(refused));
            Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwxr-xr-x"));
            awaitObjects("out2/");
            awaitAll("out0/", "out1/", "out2/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
    }

    private void again() {
        Map<String, String> settings = settings();
        settings.put("caravan.state-dir", directory.resolve("other-state").toString());
        new InProcess(settings).close();
    }

    @Test
    void aFileIsAddedRemovedAndComesBack() throws Exception {
        writer.start(100, 5);
        try (InProcess caravan = run()) {
            save("one", tail("one", "out0", ""));
            awaitObjects("out0/");
            Files.delete(routes.resolve("one.yaml"));
            CamelContext context = caravan.shipper().main().getCamelContext();
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("one") == null);
            await().atMost(Duration.ofSeconds(20)).until(() -> caravan.shipper().openBatchBytes("one") == 0);
            long read = caravan.shipper().linesRead("one");
            long written = writer.written();
            await().atMost(Duration.ofSeconds(20)).until(() -> writer.written() > written + 1000);
            assertEquals(read, caravan.shipper().linesRead("one"), "it reads on without its route");
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("out0/").size() == read);
            // Under another name for the file: the source is what matters.
            save("renamed", tail("one", "out1", ""));
            awaitObjects("out1/");
            awaitAll("out0/", "out1/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
    }

    @Test
    void aCopyOfAFileWithTheSameSourceIsRefusedUntilItHasItsOwn() throws Exception {
        save("one", tail("one", "one", ""));
        writer.start(100, 5);
        try (InProcess caravan = run()) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("one/");
            save("two", tail("one", "two", ""));
            awaitHealth(context, true);
            assertFalse(s3.keys().stream().anyMatch(k -> k.startsWith("two/")));
            save("two", tail("two", "two", ""));
            awaitObjects("two/");
            awaitHealth(context, false);
            awaitAll("one/");
            awaitAll("two/");
        }
        assertEquals("", NumberedWriter.compare(numbers("one/"), writer.written()));
        assertEquals("", NumberedWriter.compare(numbers("two/"), writer.written()));
    }

    @Test
    void nothingIsTakenOverWhereReloadIsOff() throws Exception {
        save("one", tail("one", "out0", ""));
        Map<String, String> settings = settings();
        settings.put("camel.main.routes-reload-enabled", "false");
        writer.start(10, 10);
        try (InProcess caravan = new InProcess(settings)) {
            awaitObjects("out0/");
            save("one", tail("one", "out1", ""));
            int before = s3.keys().size();
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.keys().size() > before + 8);
            assertTrue(s3.lines("out1/").isEmpty());
            awaitAll("out0/");
        }
    }

    /** Files of the folder lie over those that come with Caravan, by name: what is under them is there again when they go. */
    @Test
    void aFileTakesThePlaceOfTheShippedOneAndGivesItBack() throws Exception {
        Map<String, String> settings = settings();
        settings.put("caravan.source.nginx.enabled", "true");
        writer.start(100, 5);
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("nginx/");
            save("nginx", tail("nginx", "out0", ""));
            awaitObjects("out0/");
            save("nginx", "- route: [");
            awaitHealth(context, true);
            int before = s3.lines("out0/").size();
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("out0/").size() > before);
            save("nginx", "enabled: false\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("nginx") == null);
            awaitHealth(context, true);
            assertTrue(log.text().contains("no source is on"), log.text());
            Files.delete(routes.resolve("nginx.yaml"));
            int shipped = s3.lines("nginx/").size();
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() > shipped);
            assertTrue(log.text().contains("nginx.yaml (as it comes with Caravan): it was loaded again"), log.text());
            // Under another name, too, the lines are not collected twice: nor with the steps of the shipped one.
            save("web", tail("nginx", "out1", ""));
            awaitObjects("out1/");
            awaitHealth(context, false);
            Files.delete(routes.resolve("web.yaml"));
            int again = s3.lines("nginx/").size();
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() > again);
            awaitAll("nginx/", "out0/", "out1/");
        }
        assertEquals("", NumberedWriter.compare(numbers("nginx/", "out"), writer.written()));
    }
}

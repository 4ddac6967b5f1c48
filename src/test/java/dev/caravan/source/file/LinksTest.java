package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A directory of logs in which others can write: what they put there, and what of it is read. */
class LinksTest extends OneLog {

    private Path secret;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(follower.logs, PosixFilePermissions.fromString("rwxrwxrwx"));
        secret = follower.root.resolve("shadow");
        append(secret, lines(1000, 1100));
    }

    private void refused() {
        assertTrue(follower.stats.problems().stream().anyMatch(p -> p.contains("not followed") || p.contains("not read")),
            follower.stats.problems().toString());
    }

    @Test
    void aLinkInThePlaceOfTheLogIsNotRead() throws IOException {
        Files.createSymbolicLink(log, secret);
        follower.start();
        follower.drain();
        refused();
        Files.delete(log);
        append(log, lines(0, 10));
        expect(10);
        assertEquals(0, follower.stats.problems().size(), follower.stats.problems().toString());
    }

    @Test
    void aLinkThatTakesThePlaceOfTheLogIsNotReadAndTheLogIs() throws IOException {
        append(log, lines(0, 10));
        follower.start();
        follower.drain();
        append(log, lines(10, 20));
        rename(log, follower.path("access.log.1"));
        Files.createSymbolicLink(log, secret);
        follower.drain();
        refused();
        follower.expectInAnyOrder(lines(0, 20));
        Files.delete(log);
        append(log, lines(20, 30));
        expect(30);
    }

    @Test
    void aLinkBesideTheLogKeepsNothingFromBeingRead() throws IOException {
        append(log, lines(0, 10));
        follower.start();
        follower.drain();
        Files.createSymbolicLink(follower.path("access.log.1"), secret);
        Files.createLink(follower.path("access.log.2"), secret);
        append(log, lines(10, 20));
        expect(20);
        refused();
        rename(log, follower.path("access.log.3"));
        append(log, lines(20, 30));
        expect(30);
    }

    @Test
    void aHardLinkThatTakesThePlaceOfTheLogIsNotRead() throws IOException {
        append(log, lines(0, 10));
        follower.start();
        follower.drain();
        Files.delete(log);
        Files.createLink(log, secret);
        follower.drain();
        refused();
        follower.expectInAnyOrder(lines(0, 10));
    }

    @Test
    void aLinkIsFollowedWhereTheSourceSaysSo() throws IOException {
        follower.followLinks = true;
        Files.delete(secret);
        append(secret, lines(0, 10));
        Files.createSymbolicLink(log, secret);
        follower.start();
        expect(10);
        append(secret, lines(10, 20));
        expect(20);
    }

    @Test
    void oneBadEntryKeepsNoOtherFromBeingRead() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 10));
        append(follower.path("other.log"), "other 1\n");
        follower.start();
        follower.drain();
        Files.delete(log);
        Files.createSymbolicLink(log, secret);
        append(follower.path("other.log"), "other 2\n");
        follower.drain();
        refused();
        follower.expectInAnyOrder(lines(0, 10) + "other 1\nother 2\n");
    }
}

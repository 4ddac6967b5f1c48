package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.lines;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test about one log, {@code access.log}, with numbered lines. */
abstract class OneLog {

    Follower follower;
    Path log;

    @BeforeEach
    void make() throws IOException {
        follower = new Follower();
        log = follower.path("access.log");
    }

    @AfterEach
    void close() throws IOException {
        follower.close();
    }

    /** All numbered lines below this came out, each once. */
    void expect(int upTo) throws IOException {
        follower.drain();
        follower.expectInAnyOrder(lines(0, upTo));
    }
}

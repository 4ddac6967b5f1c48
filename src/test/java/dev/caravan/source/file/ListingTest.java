package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a directory and a pattern name. */
class ListingTest {

    private static final long SETTLED = 3000;

    @TempDir
    Path directory;
    private final SourceStats stats = new SourceStats("access");
    private final ManualTime time = new ManualTime();

    @BeforeEach
    void settle() {
        time.passes(SETTLED);
    }

    private Listing listing(String pattern) {
        return new Listing(directory, new Names(directory, pattern, "old/**, *.tmp"), new FileOpener("access", stats, false),
            new Troubles("access", stats), time);
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "line\n");
    }

    private static List<Path> sorted(Listing listing) {
        return listing.files().stream().sorted().toList();
    }

    @Test
    void aNameIsNotLookedFor() {
        Listing listing = listing("access.log");
        assertEquals(List.of(directory.resolve("access.log")), listing.files());
        assertTrue(listing.isUnchanged());
    }

    @Test
    void whatIsLeftOutIsNotListed() throws IOException {
        Path log = file("a/x.log");
        file("old/x.log");
        file("a/x.txt");
        assertEquals(List.of(log), sorted(listing("**/*.log")));
    }

    @Test
    void aDirectoryIsListedAgainWhenItHasChanged() throws IOException {
        Path first = file("a/1.log");
        // Another time than that of the next change: this clock runs ahead of the one that dates directories.
        Files.setLastModifiedTime(directory.resolve("a"), FileTime.fromMillis(time.millis() - 60_000));
        Listing listing = listing("**/*.log");
        assertEquals(List.of(first), sorted(listing));
        time.passes(SETTLED);
        listing.files();
        assertTrue(listing.isUnchanged());
        Path second = file("a/b/c/2.log");
        assertFalse(listing.isUnchanged());
        assertEquals(List.of(first, second), sorted(listing));
    }

    @Test
    void aDirectoryIsListedAgainAfterSomeTimeInAnyCase() throws IOException {
        file("a/1.log");
        Listing listing = listing("**/*.log");
        time.passes(SETTLED);
        listing.files();
        assertTrue(listing.isUnchanged());
        time.passes(16_000);
        assertFalse(listing.isUnchanged());
    }

    @Test
    void aDirectoryIsListedOnceWhateverLinksLeadToIt() throws IOException {
        Path log = file("a/b/1.log");
        Files.createSymbolicLink(directory.resolve("a/b/up"), directory);
        Files.createSymbolicLink(directory.resolve("a/b/here"), Path.of("."));
        Files.createSymbolicLink(directory.resolve("0"), Path.of("a/b"));
        Files.createSymbolicLink(directory.resolve("root"), Path.of("/"));
        Listing listing = listing("a/**/*.log");
        assertEquals(List.of(log), sorted(listing));
        assertEquals(List.of(), List.copyOf(stats.problems()));
    }

    @Test
    void directoriesThatAreTooDeepAreTold() throws IOException {
        Path log = file("1.log");
        file("d/".repeat(Listing.DEEPEST + 2) + "2.log");
        Listing listing = listing("**/*.log");
        assertEquals(List.of(log), sorted(listing));
        assertEquals(1, stats.problems().size());
        assertTrue(stats.problems().iterator().next().contains("more than 64 levels below"), stats.problems().toString());
        Files.move(directory.resolve("d"), directory.resolve("x.tmp"));
        time.passes(16_000);
        Files.delete(file("x.tmp/" + "d/".repeat(Listing.DEEPEST + 1) + "2.log"));
        Files.delete(directory.resolve("x.tmp/" + "d/".repeat(Listing.DEEPEST + 1)));
        Files.delete(directory.resolve("x.tmp/" + "d/".repeat(Listing.DEEPEST)));
        listing.files();
        assertEquals(List.of(), List.copyOf(stats.problems()));
    }

    @Test
    void hiddenDirectoriesAreListedWhereThePatternNamesThem() throws IOException {
        Path hidden = file(".hidden.log");
        Path below = file("a/.b/x.log");
        file(".c/x.log");
        assertEquals(List.of(hidden), sorted(listing("**/*.log")));
        assertEquals(List.of(below), sorted(listing("**/.b/*.log")));
    }

    @Test
    void onlyDirectoriesThatCanMatchAreListed() throws IOException {
        Path log = file("a/logs/x.log");
        file("b/other/x.log");
        assertEquals(List.of(log), sorted(listing("*/logs/*.log")));
    }
}

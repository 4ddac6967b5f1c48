package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a directory and a pattern name. */
class ListingTest {

    private static final long SETTLED = 3000;

    @TempDir
    Path directory;
    @TempDir
    Path elsewhere;
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

    @Test
    void filesBehindLinksAreListedAndALinkToTheSameDirectoryIsTold() throws IOException {
        Path real = file("real/1.log");
        Path outside = Files.createDirectory(elsewhere.resolve("outside"));
        Files.writeString(outside.resolve("2.log"), "line\n");
        Files.createDirectory(elsewhere.resolve("further"));
        Files.writeString(elsewhere.resolve("further/3.log"), "line\n");
        Files.createSymbolicLink(outside.resolve("further"), elsewhere.resolve("further"));
        Files.createSymbolicLink(directory.resolve("link"), outside);
        Files.createSymbolicLink(directory.resolve("twin"), Path.of("real"));
        Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("missing"));
        Listing listing = listing("**/*.log");
        List<Path> expected = List.of(directory.resolve("link/2.log"), directory.resolve("link/further/3.log"), real);
        try (LogCapture log = new LogCapture()) {
            assertEquals(expected, sorted(listing));
            time.passes(16_000);
            assertEquals(expected, sorted(listing));
            assertEquals(2, log.text().split("leads to a directory that is already listed, so it is left out", -1).length, log.text());
            assertTrue(log.text().contains(directory.resolve("twin") + " leads to"), log.text());
        }
        assertEquals(List.of(), List.copyOf(stats.problems()));
    }

    @Test
    void aLinkThatOthersCouldHaveMadeIsNotListedButTold() throws IOException {
        Path real = file("real/1.log");
        Files.createDirectory(elsewhere.resolve("outside"));
        Files.writeString(elsewhere.resolve("outside/2.log"), "line\n");
        Files.createSymbolicLink(directory.resolve("link"), elsewhere.resolve("outside"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(List.of(real), sorted(listing("**/*.log")));
        assertEquals(1, stats.problems().size());
        assertTrue(stats.problems().iterator().next().contains("link"), stats.problems().toString());
    }

    @Test
    void aChangeWithinTheTickOfTheListingIsNotOverlooked() throws IOException {
        file("1.log");
        for (long age : new long[] {IdleGate.SAME_TICK_MILLIS - 1, IdleGate.SAME_TICK_MILLIS}) {
            Files.setLastModifiedTime(directory, FileTime.fromMillis(time.millis() - age));
            Listing listing = listing("**/*.log");
            listing.files();
            assertEquals(age == IdleGate.SAME_TICK_MILLIS, listing.isUnchanged());
        }
    }

    @Test
    void whatIsListedHoldsForFifteenSeconds() throws IOException {
        file("1.log");
        Files.setLastModifiedTime(directory, FileTime.fromMillis(time.millis() - 60_000));
        Listing listing = listing("**/*.log");
        listing.files();
        time.passes(14_999);
        assertTrue(listing.isUnchanged());
        time.passes(1);
        assertFalse(listing.isUnchanged());
    }

    @Test
    void aListingThatTakesLongIsNotRepeatedAtOnceUnlessAllMustBeRead() throws IOException {
        Path first = file("1.log");
        Listing listing = listing("**/*.log");
        time.interrupt(1, () -> time.passes(1000));
        assertEquals(List.of(first), sorted(listing));
        Path second = file("2.log");
        time.passes(9_999);
        assertEquals(List.of(first), sorted(listing));
        time.interrupt(2, () -> time.passes(1000));
        time.passes(1);
        assertEquals(List.of(first, second), sorted(listing));
        Path third = file("3.log");
        assertEquals(List.of(first, second), sorted(listing));
        listing.forget();
        assertEquals(List.of(first, second, third), sorted(listing));
    }
}

package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotated files are found by their names, wherever rotation puts them. */
class RotatedFileFinderTest {

    @TempDir
    Path directory;

    private Map<String, String> found(Identified files, String... logs) {
        return files.finder.of(List.of(logs).stream().map(files.logs::resolve).toList()).stream().collect(Collectors.toMap(
            sibling -> files.logs.relativize(sibling.stat().path()).toString(), sibling -> files.logs.relativize(sibling.log()).toString()));
    }

    @Test
    void rotatedNamesBesideALog() throws IOException {
        try (Identified files = new Identified(directory, null)) {
            for (String name : List.of("a.log", "a.log.1", "a.log-20261127.gz", "b.log", "b.log.old", "ab.txt.1", "notes.txt")) {
                files.write(name, "x\n");
            }
            assertEquals(Map.of("a.log.1", "a.log", "a.log-20261127.gz", "a.log", "b.log.old", "b.log"), found(files, "a.log", "b.log"));
        }
    }

    @Test
    void theOneWrittenFirstIsAtTheFront() throws IOException {
        try (Identified files = new Identified(directory, null)) {
            for (int i = 1; i <= 3; i++) {
                Files.setLastModifiedTime(files.write("a.log." + i, "x\n"), FileTime.fromMillis(1_000_000L * (10 - i)));
            }
            assertEquals(List.of("a.log.3", "a.log.2", "a.log.1"), files.finder.of(List.of(files.logs.resolve("a.log"))).stream()
                .map(sibling -> sibling.stat().path().getFileName().toString()).toList());
        }
    }

    @Test
    void inAnArchiveAndWhereALinkLeads() throws IOException {
        try (Identified files = new Identified(directory, Path.of("old"))) {
            files.write("a.log", "x\n");
            files.write("old/a.log.1", "x\n");
            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).toRealPath();
            Files.writeString(elsewhere.resolve("c.log"), "x\n");
            Files.writeString(elsewhere.resolve("c.log.1"), "x\n");
            Files.createSymbolicLink(files.logs.resolve("c.log"), elsewhere.resolve("c.log"));
            assertEquals(Map.of("old/a.log.1", "a.log", "../elsewhere/c.log.1", "c.log"), found(files, "a.log", "c.log"));
            assertTrue(files.finder.places().containsAll(Set.of(files.logs, files.logs.resolve("old"), elsewhere)));
        }
    }

    @Test
    void whatALogMayHaveBeenRenamedToByHand() throws IOException {
        try (Identified files = new Identified(directory, null)) {
            for (String name : List.of("a.log", "a.log.bak", "a-old.log", "z.log")) {
                files.write(name, "x\n");
            }
            Files.createDirectory(files.logs.resolve("a.log.d"));
            Path log = files.logs.resolve("a.log");
            assertEquals(Set.of("a.log.bak", "a-old.log"), files.finder.near(log).stream()
                .map(sibling -> sibling.stat().path().getFileName().toString()).collect(Collectors.toSet()));
            assertEquals(4, files.finder.around(log).size());
        }
    }

    @Test
    void aLogIsFollowedAndWhatItWasRotatedToIsNot() throws IOException {
        try (Identified files = new Identified(directory, null)) {
            for (String name : List.of("a.log", "a.1.log", "b-20261127.log", "app-1.log")) {
                files.write(name, "x\n");
            }
            List<String> followed = files.finder.followedIn(files.logs).stream().map(path -> path.getFileName().toString()).sorted().toList();
            assertTrue(followed.contains("a.log") && followed.contains("app-1.log"), followed.toString());
            assertFalse(followed.contains("a.1.log"), followed.toString());
        }
    }

    @Test
    void aDirectoryThatIsMissingIsAPlaceThatCannotBeRead() throws IOException {
        try (Identified files = new Identified(directory, null)) {
            Path gone = files.logs.resolve("gone");
            assertEquals(Map.of(), found(files, "gone/a.log"));
            assertTrue(files.finder.places().contains(gone));
            assertFalse(files.finder.readable().contains(gone));
            assertTrue(files.finder.readable().contains(files.logs));
        }
    }
}

package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directories of an archive are examined. */
class ArchiveDirectoriesTest {

    @TempDir
    Path directory;
    private final ManualTime time = new ManualTime();
    private Path logs;

    @BeforeEach
    void make() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
    }

    private Path day(String name, long changed) throws IOException {
        Path day = Files.createDirectories(logs.resolve(name));
        Files.setLastModifiedTime(day, FileTime.fromMillis(changed));
        return day;
    }

    /** The directory of the logs changed so long ago. */
    private void changed(long millisAgo) throws IOException {
        Files.setLastModifiedTime(logs, FileTime.fromMillis(time.millis() - millisAgo));
    }

    private List<Path> found(ArchiveDirectories archive, long horizon) {
        return archive.directories(logs, horizon).stream().sorted().toList();
    }

    @Test
    void daysThatChangedBeforeTheHorizonAreLeftOut() throws IOException {
        long horizon = 1_700_000_000_000L;
        day("2026-11-23", horizon - 1000);
        Path at = day("2026-11-24", horizon);
        Path later = day("2026-11-25", horizon + 1000);
        day("other", horizon + 1000);
        Files.writeString(logs.resolve("2026-11-26"), "no directory");
        assertEquals(List.of(at, later), found(new ArchiveDirectories(null, time), horizon));
        assertEquals(List.of(at, later), found(new ArchiveDirectories(Path.of("*-*-*"), time), horizon));
    }

    /** A day's directory may get files long after it was listed, so its time is always a new one. */
    @Test
    void aDayThatChangesAfterItWasListedIsExamined() throws IOException {
        Path day = day("2026-11-25", 1_700_000_000_000L);
        changed(60_000);
        ArchiveDirectories archive = new ArchiveDirectories(null, time);
        assertEquals(List.of(), found(archive, 1_700_000_001_000L));
        Files.setLastModifiedTime(day, FileTime.fromMillis(1_700_000_002_000L));
        assertEquals(List.of(day), found(archive, 1_700_000_001_000L));
    }

    @Test
    void aNewDayIsFoundAfterFiveSecondsIfTheDirectoryHasChanged() throws IOException {
        time.passes(1_000_000);
        Path first = day("2026-11-24", time.millis());
        changed(60_000);
        ArchiveDirectories archive = new ArchiveDirectories(null, time);
        assertEquals(List.of(first), found(archive, 0));
        Path second = day("2026-11-25", time.millis());
        changed(0);
        time.passes(4_999);
        assertEquals(List.of(first), found(archive, 0));
        time.passes(1);
        assertEquals(List.of(first, second), found(archive, 0));
    }

    @Test
    void aNewDayWithoutAChangeIsFoundAfterAMinute() throws IOException {
        Path first = day("2026-11-24", time.millis());
        changed(60_000);
        ArchiveDirectories archive = new ArchiveDirectories(null, time);
        assertEquals(List.of(first), found(archive, 0));
        Path second = day("2026-11-25", time.millis());
        changed(60_000);
        time.passes(59_999);
        changed(60_000 + 59_999);
        assertEquals(List.of(first), found(archive, 0));
        time.passes(1);
        assertEquals(List.of(first, second), found(archive, 0));
    }

    /** Two changes within a tick of the clock have the same time. */
    @Test
    void aNewDayIsFoundThoughTheDirectoryChangedRightBeforeItWasListed() throws IOException {
        Path first = day("2026-11-24", time.millis());
        changed(IdleGate.SAME_TICK_MILLIS);
        FileTime same = Files.getLastModifiedTime(logs);
        ArchiveDirectories archive = new ArchiveDirectories(null, time);
        assertEquals(List.of(first), found(archive, 0));
        Path second = day("2026-11-25", time.millis());
        Files.setLastModifiedTime(logs, same);
        time.passes(5_000);
        assertEquals(List.of(first, second), found(archive, 0));
    }

    @Test
    void aDirectoryThatComesLaterIsListedThen() throws IOException {
        Files.delete(logs);
        ArchiveDirectories archive = new ArchiveDirectories(null, time);
        assertEquals(List.of(), found(archive, 0));
        Path first = day("2026-11-24", time.millis());
        assertEquals(List.of(first), found(archive, 0));
    }

    @Test
    void aDirectoryWithoutWildcardsIsExaminedWheneverItChanged() throws IOException {
        assertEquals(List.of(directory.resolve("old")), found(new ArchiveDirectories(Path.of("../old"), time), Long.MAX_VALUE));
    }
}

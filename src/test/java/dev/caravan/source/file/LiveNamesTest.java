package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copy;
import static dev.caravan.source.file.Logs.copytruncate;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static dev.caravan.source.file.Logs.truncate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs whose names look as if rotation had given them, and logs that begin as others do. */
class LiveNamesTest extends OneLog {

    private static final String BANNER = "#".repeat(69) + "\n";

    private String banner(int lines) {
        return BANNER.repeat(lines);
    }

    @Test
    void logsOfTheInstancesOfAProgramAreRead() throws IOException {
        follower.pattern = "*.log";
        Path one = follower.path("access-1.log");
        Path two = follower.path("access-2.log");
        append(log, lines(0, 40));
        append(one, lines(40, 60));
        append(two, lines(60, 100));
        follower.start().drain();
        append(log, lines(100, 110));
        append(one, lines(110, 120));
        follower.drain();
        append(two, lines(120, 121));
        follower.restart();
        append(two, lines(121, 130));
        append(one, lines(130, 160));
        expect(160);
    }

    @Test
    void theirHalfLinesAreWaitedForAndTheirRotationsFollowed() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 10));
        follower.start().drain();
        Path one = follower.path("access-1.log");
        append(one, lines(10, 12) + "ha");
        follower.drain();
        append(one, "lf\n");
        follower.drain();
        append(one, lines(12, 20));
        rename(one, follower.path("access-1.log.1"));
        append(one, lines(20, 30));
        follower.drain();
        append(one, lines(30, 40));
        copytruncate(one, follower.path("access-1-2026-11-25.log"));
        append(one, lines(40, 41));
        follower.drain();
        follower.expectInAnyOrder(lines(0, 41) + "half\n");
    }

    @Test
    void aNumberedFileThatIsWrittenToIsReadOnce() throws IOException {
        follower.pattern = "access.log*";
        append(log, lines(0, 100));
        append(follower.path("access.log.1"), lines(100, 200));
        append(follower.path("access.log.2"), lines(1000, 1100));
        follower.start().drain();
        append(follower.path("access.log.1"), lines(200, 210));
        follower.drain();
        rename(follower.path("access.log.2"), follower.path("access.log.3"));
        rename(follower.path("access.log.1"), follower.path("access.log.2"));
        rename(log, follower.path("access.log.1"));
        append(log, lines(210, 220));
        append(follower.path("access.log.2"), lines(220, 221));
        append(follower.path("access.log.1"), lines(221, 222));
        follower.restart();
        expect(222);
    }

    @Test
    void whereTheStartIsTheEndOnlyWhatComesIsRead() throws IOException {
        follower.pattern = "*.log";
        follower.startAtEnd = true;
        append(log, lines(1000, 1100));
        append(follower.path("access-1.log"), lines(2000, 2100));
        follower.start().drain();
        append(log, lines(0, 1));
        append(follower.path("access-1.log"), lines(1, 2));
        expect(2);
    }

    @Test
    void aLateLineInAFileThatWasRotatedBeforeTheFirstStartIsRead() throws IOException {
        append(log, lines(0, 10));
        append(follower.path("access.log.1"), lines(1000, 1100));
        follower.start().drain();
        append(follower.path("access.log.1"), lines(10, 12));
        expect(12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 60})
    void logsWithTheSameBannerAreReadFromTheirBeginning(int bannerLines) throws IOException {
        follower.pattern = "*.log";
        append(log, banner(bannerLines));
        append(follower.path("access-web.log"), banner(bannerLines));
        follower.start().drain();
        append(log, lines(0, 10));
        follower.drain();
        append(follower.path("access-web.log"), lines(10, 20));
        append(follower.path("access-api.log"), banner(bannerLines));
        follower.drain();
        append(follower.path("access-api.log"), lines(20, 30));
        follower.drain();
        follower.expectInAnyOrder(banner(3 * bannerLines) + lines(0, 30));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 60})
    void rotatedFilesWithTheSameBannerAreReadToo(int bannerLines) throws IOException {
        append(log, banner(bannerLines) + lines(0, 50));
        follower.start().drain();
        follower.kill();
        append(log, lines(50, 60));
        rename(log, follower.path("access.log-20261124"));
        append(log, banner(bannerLines) + lines(60, 61));
        rename(log, follower.path("access.log-20261125"));
        append(log, banner(bannerLines) + lines(61, 62));
        follower.start().drain();
        follower.expectInAnyOrder(banner(3 * bannerLines) + lines(0, 62));
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void aShorterLogWithTheSameBannerIsNoCopyOfOneThatIsGone(boolean compressed, boolean restart) throws IOException {
        append(log, banner(20) + lines(0, 50));
        follower.start().drain();
        rename(log, Files.createDirectory(follower.path("elsewhere")).resolve("access.log"));
        follower.drain();
        if (restart) {
            follower.restart();
        }
        append(log, banner(20) + lines(50, 51));
        rename(log, follower.path("access.log.1"));
        if (compressed) {
            gzip(follower.path("access.log.1"));
        }
        follower.drain();
        follower.expectInAnyOrder(banner(40) + lines(0, 51));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCopyOfCopytruncateMayLackTheLastLinesThatWereRead(boolean compressed) throws IOException {
        append(log, lines(0, 100));
        follower.start().drain();
        copy(log, follower.root.resolve("copy"));
        append(log, lines(100, 101));
        follower.drain();
        truncate(log);
        follower.drain();
        follower.restart();
        rename(follower.root.resolve("copy"), follower.path("access.log.1"));
        if (compressed) {
            gzip(follower.path("access.log.1"));
        }
        append(log, lines(101, 102));
        expect(102);
    }

    @Test
    void aLargeCopyThatGoesItsOwnWayIsReadFromThere() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 3000));
        follower.start().drain();
        copy(log, follower.path("access-copy.log"));
        follower.drain();
        append(log, lines(3000, 3010));
        append(follower.path("access-copy.log"), lines(3010, 3020));
        expect(3020);
    }
}

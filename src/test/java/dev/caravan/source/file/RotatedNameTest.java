package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names rotation gives to {@code app.log}, and which are those of other logs. */
class RotatedNameTest {

    private static String logOf(String name) {
        return RotatedName.logOf(name, "app.log"::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.log.1", "app.log.12.gz", "app.log-20261124", "app.log.2026-11-24.zst", "app.log.old", "app.log.prev",
        "app.log~1", "app.log.Mon", "app.log-Tuesday.gz", "app.log.24Nov2026", "app.log_2026w48", "app.log.2026-11-24T10:00:00Z"})
    void behindTheName(String name) {
        assertEquals("app.log", logOf(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app-2026.log", "app-2026-11.log", "app-2026-11-24.log", "app.20261124.log.gz", "app-2026-11-24-10.log",
        "app-2026-11-24T10-00-00Z.log", "app-20261124T101500+0100.log", "app-2026-W48.log", "app-2026-Nov-24.log",
        "app-11-24-2026-1.log", "app-24-11-2026-13.log.gz", "app-24112026.log", "app-11242026.log", "app.24-11-2026.log",
        "app.24.11.2026.log", "app-1.11.2026.log", "app-261124.log", "app-241126.log", "app-112426.log", "app-26-11-24.log",
        "app-24-11-26_2.log", "app-24Nov2026.log", "app-24-November-26.log", "app_Nov-24-2026.log", "app-Mon.log", "app-nov.log",
        "app__2026-11-24_00-00-00.log", "app.1764000000.log", "app.1764000000123.log", "app20261124.log", "app.1.log.gz",
        "app.2026-11-24_10_00_00.3.log", "app.10:00:00-11:00:00.log.gz"})
    void betweenNameAndExtension(String name) {
        assertEquals("app.log", logOf(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24-app.log", "20261124_app.log.gz", "24-11-2026.app.log", "2026-11-24T10:00:00Z_app.log",
        "261124-app.log"})
    void beforeTheName(String name) {
        assertEquals("app.log", logOf(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.log", "app-8080.log", "app-market.log", "app-monitor.log", "app-decoder.log", "app-123456.log",
        "app-99999999.log", "app-api.log", "apps.log", "app1.log", "my-app.log", "app.log.xz", "app.log.1.bz2", "app2.log.1",
        "app-45-45-2026x.log", "app-1234-5.log", "app-20261324.log.tmp2"})
    void otherLogs(String name) {
        assertNull(logOf(name));
    }

    @Test
    void allOfADateIsTakenAndNotItsEndForANumber() {
        assertEquals("app.log", RotatedName.logOf("app-2026-11-24.log", name -> name.endsWith(".log")));
        assertEquals("app-1.log", RotatedName.logOf("app-1-2026-11-24.log", name -> name.equals("app-1.log")
            || name.equals("app.log")));
    }

    @Test
    void aFileIsLikeItsLogAlsoWithTheDateInFront() {
        Path log = Path.of("/var/log/app.log");
        assertTrue(RotatedName.isLike(log, Path.of("/var/log/2026-11-24-app.log")));
        assertTrue(RotatedName.isLike(log, Path.of("/var/log/app.log.save")));
        assertFalse(RotatedName.isLike(log, Path.of("/var/log/web.log")));
    }

    @Test
    void directoriesOfADay() {
        for (String name : new String[] {"2026-11-24", "20261124", "24-11-2026", "2026-11", "2026-11-24T10", "24Nov2026"}) {
            assertTrue(RotatedName.isDate(name), name);
        }
        for (String name : new String[] {"archive", "1", "mon", "v2026.1", "conf.d", "20"}) {
            assertFalse(RotatedName.isDate(name), name);
        }
    }
}

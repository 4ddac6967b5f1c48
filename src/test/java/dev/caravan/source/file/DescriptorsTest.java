package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many log files may be open. */
class DescriptorsTest {

    @Test
    void theLimitOfTheProcessIsKnown() {
        assertEquals(1024, Descriptors.limit(List.of("Limit                     Soft Limit           Hard Limit           Units",
            "Max processes             100                  200                  processes",
            "Max open files            1024                 524288               files")));
        assertEquals(Integer.MAX_VALUE, Descriptors.limit(List.of("Max open files            unlimited            unlimited            files")));
    }

    @Test
    void halfOfThemAreForLogFilesAndFewerWhenThereWereNoMore() {
        Descriptors descriptors = new Descriptors(8);
        for (int i = 0; i < 4; i++) {
            assertTrue(descriptors.tooMany() <= 0);
            descriptors.opened();
        }
        assertEquals(1, descriptors.tooMany());
        descriptors.exhausted();
        assertEquals(3, descriptors.tooMany());
        descriptors.closed();
        descriptors.closed();
        descriptors.closed();
        assertEquals(0, descriptors.tooMany());
    }

    @Test
    void theErrorIsKnown() {
        assertTrue(Descriptors.isExhaustion(new FileSystemException("/var/log/a", null, "Too many open files")));
        assertFalse(Descriptors.isExhaustion(new IOException("Permission denied")));
    }
}

package dev.caravan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of the machine is the one that its logs have. */
class HostNameTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"web1,old-name,web1", "localhost,web2,web2", "localhost.localdomain,web2,web2", "(none),web2,web2",
        "web1.example.com,web1,web1.example.com", "'',web2,web2"})
    void itIsTheKernelsUnlessThatIsNone(String kernel, String file, String expected) throws Exception {
        assertEquals(expected, HostName.get(Files.writeString(directory.resolve("kernel"), kernel + "\n"),
            Files.writeString(directory.resolve("file"), "# the name\n\n" + file + "\n")));
    }

    @Test
    void thereIsOneWithoutAnyFile() {
        assertFalse(HostName.get(directory.resolve("none"), directory.resolve("none")).isBlank());
    }
}

package dev.caravan.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of the HTTP server that are wrong, or would show too much to others, stop the start. */
class HttpOptionsTest {

    @TempDir
    Path directory;

    private static HttpOptions of(String host, String tokenFile) throws Exception {
        return HttpOptions.of(0, host, tokenFile == null ? null : Path.of(tokenFile));
    }

    @Test
    void withoutAPortThereIsNone() throws Exception {
        assertNull(HttpOptions.of(null, "0.0.0.0", Path.of("/none")));
    }

    @Test
    void itIsOnLoopback() throws Exception {
        assertTrue(of("127.0.0.1", null).address().isLoopbackAddress());
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::", "192.0.2.7"})
    void anAddressThatOthersReachNeedsAToken(String host) throws Exception {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> of(host, null)).getMessage()
            .contains("there is no caravan.http.token-file"));
        Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef\n");
        assertEquals("0123456789abcdef", of(host, token.toString()).token());
    }

    @ParameterizedTest
    @CsvSource({"''", "short", "two words and more than sixteen", "0123456789abcdeé"})
    void aTokenIsOneLongWord(String token) throws Exception {
        String file = Files.writeString(directory.resolve("token"), token).toString();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> of("127.0.0.1", file)).getMessage()
            .contains("openssl rand -hex 32"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertTrue(assertThrows(java.io.IOException.class, () -> of("127.0.0.1", "/none/token")).getMessage()
            .startsWith("caravan.http.token-file: /none/token cannot be read"));
    }
}

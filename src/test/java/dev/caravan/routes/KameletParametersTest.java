package dev.caravan.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KameletParametersTest {

    /** Camel's endpoint would take such a parameter, and the Kamelet would get the default without a word. */
    @Test
    void noKameletHasAParameterOfCamelsEndpoint() throws IOException {
        List<Path> kamelets;
        try (var files = Files.list(Path.of("src/main/resources/kamelets"))) {
            kamelets = files.toList();
        }
        assertFalse(kamelets.isEmpty());
        for (Path kamelet : kamelets) {
            List<String> names = Files.readString(kamelet).lines().filter(line -> line.matches(" {6}[A-Za-z]+:")).map(line -> line.strip()
                .replace(":", "")).toList();
            assertFalse(names.isEmpty(), kamelet.toString());
            assertEquals(List.of(), names.stream().filter(KameletParameters.OF_CAMEL::contains).toList(), kamelet.toString());
        }
    }
}

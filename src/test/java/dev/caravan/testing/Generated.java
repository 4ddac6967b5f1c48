package dev.caravan.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that tests write from declarations: {@code mvn test -Dtest='*DocumentTest' -Dcaravan.test.write=true} writes them again. */
public final class Generated {

    private Generated() {
    }

    /** Fails where a file is not as it should be; writes it first, where that is wished. */
    public static void compare(Path file, String text) throws IOException {
        if (Boolean.getBoolean("caravan.test.write")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertEquals(text, Files.exists(file) ? Files.readString(file) : "", file + ": write it again with -Dcaravan.test.write=true");
    }
}

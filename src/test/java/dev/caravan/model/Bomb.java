package dev.caravan.model;

import com.github.luben.zstd.ZstdOutputStream;
import dev.caravan.source.file.Follower;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.GZIPOutputStream;

/** Rotated files that unpack to too much, to nothing at great length, or not at all. */
final class Bomb {

    /** Each line of one begins so. */
    static final String LINE = "bomb";

    private Bomb() {
    }

    /** Puts one of four kinds beside the log. */
    static void write(int n, Follower follower) throws IOException {
        byte[] line = (LINE + "m".repeat(1000) + "\n").getBytes(StandardCharsets.US_ASCII);
        switch (n % 4) {
            case 0 -> {
                try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(follower.path("access.log.20.zst")))) {
                    for (int i = 0; i < 1000; i++) {
                        out.write(line);
                    }
                }
            }
            case 1 -> {
                try (OutputStream out = Files.newOutputStream(follower.path("access.log.21.gz"))) {
                    for (int i = 0; i < 500; i++) {
                        new GZIPOutputStream(out).finish();
                    }
                }
            }
            case 2 -> Files.write(follower.path("access.log.22.gz"), line);
            default -> Files.write(follower.path("access.log.23.zst"), line);
        }
    }
}

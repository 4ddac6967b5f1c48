package dev.caravan.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * G: what {@code gzip -6 -c FILE >/dev/null} costs on this machine at this moment, in CPU seconds (user and system).
 * Machines, and one machine's hours, differ by factors; ratios to G hardly do.
 */
final class Yardstick {

    private static final Pattern TIME = Pattern.compile("(\\d+)m([0-9.]+)s (\\d+)m([0-9.]+)s");

    private Yardstick() {
    }

    /** CPU seconds of gzip on this file. */
    static double g(Path file) throws IOException, InterruptedException {
        // "times" prints what the shell took, then what its children took.
        Process process = new ProcessBuilder("bash", "-c", "gzip -6 -c \"$1\" >/dev/null; times", "bash", file.toString())
            .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher time = TIME.matcher(output.lines().reduce("", (a, b) -> b));
        if (process.waitFor() != 0 || !time.find()) {
            throw new IOException("gzip failed: " + output);
        }
        return Integer.parseInt(time.group(1)) * 60 + Double.parseDouble(time.group(2))
            + Integer.parseInt(time.group(3)) * 60 + Double.parseDouble(time.group(4));
    }

    /** Size in bytes of what {@code gzip -6} makes of the content. */
    static long size(byte[] content) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("gzip", "-6", "-c").start();
        Thread feeder = new Thread(() -> {
            try (var out = process.getOutputStream()) {
                out.write(content);
            } catch (IOException e) {
                process.destroy();
            }
        });
        feeder.start();
        long size = process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        feeder.join();
        return size;
    }
}

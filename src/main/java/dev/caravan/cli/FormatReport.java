package dev.caravan.cli;

import dev.caravan.dryrun.LineBlocks;
import dev.caravan.parse.web.FormatGuess;
import dev.caravan.pipeline.BlockSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** The output of {@code parse --guess-format}. */
final class FormatReport {

    /** Number of lines, from the beginning of the file, that the guess is based on. */
    private static final int LINES = 10_000;

    private final PrintWriter out;
    private final PrintWriter err;

    FormatReport(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Prints the formats that fit, and returns the exit code: 0 if a format fits all lines, otherwise 1. */
    int of(String file, InputStream standardInput) {
        FormatGuess guess = new FormatGuess();
        try (InputStream in = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file));
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            BlockSource origin = LineBlocks.origin(file, Instant.now(), "localhost");
            for (String line = lines.readLine(); line != null && guess.lines() < LINES; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    guess.add(line.getBytes(StandardCharsets.ISO_8859_1), origin);
                }
            }
        } catch (IOException e) {
            err.println(file + " cannot be read: " + e);
            err.flush();
            return 1;
        }
        for (FormatGuess.Candidate each : guess.candidates()) {
            out.printf(Locale.ROOT, "%d of %d lines: %s%n    set %s%n", each.lines(), guess.lines(), each.name(), each.what());
        }
        boolean fits = guess.candidates().stream().anyMatch(c -> c.lines() == guess.lines());
        if (!fits) {
            out.println(guess.lines() == 0 ? "There are no lines." : "No known format fits all lines. Copy your server's format"
                + " into caravan.source.nginx.log-format\n(nginx -T | grep log_format) or caravan.source.apache.log-format"
                + " (grep -r LogFormat /etc/apache2).");
        }
        out.flush();
        return fits ? 0 : 1;
    }
}

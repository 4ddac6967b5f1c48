package dev.caravan.model;

import dev.caravan.source.file.Follower;
import dev.caravan.source.file.Logs;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A log, its writer, and the lines that must come out. Rotation shifts {@code access.log.1} to {@code .2} and so on, as
 * logrotate does; a line whose file was deleted before anyone could read it need not come out.
 */
final class World {

    private final Follower follower;
    private final Path log;
    private final Neighbour neighbour;
    private final List<String> written = new ArrayList<>();
    private Path late;
    private String half = "";
    private int archived;
    private int banner;
    private int moved;

    World(Follower follower) {
        this.follower = follower;
        this.log = follower.path("access.log");
        this.neighbour = new Neighbour(log, follower.root.resolve("taken"), follower.logs);
        follower.maxUnpackedBytes = 16 * 1024;
    }

    Follower follower() {
        return follower;
    }

    private String line() {
        String line = "line " + written.size() + " of " + "a log, ".repeat(written.size() % 7);
        written.add(line);
        return line;
    }

    void append(int lines) throws IOException {
        endHalf();
        StringBuilder text = new StringBuilder();
        boolean begins = !Files.exists(log) || Files.size(log) == 0;
        for (int i = 0; begins && i < banner; i++) {
            String line = "# " + i + " what a program says each time it begins a log";
            written.add(line);
            text.append(line).append('\n');
        }
        for (int i = 0; i < lines; i++) {
            text.append(line()).append('\n');
        }
        Logs.append(log, text.toString());
    }

    void halfLine() throws IOException {
        endHalf();
        String line = line();
        half = line.substring(6) + "\n";
        Logs.append(log, line.substring(0, 6));
    }

    private void endHalf() throws IOException {
        if (!half.isEmpty()) {
            Logs.append(log, half);
            half = "";
        }
    }

    /** Before a rotation the writer ends its line: a line in two files is two lines. */
    void endLines() throws IOException {
        endHalf();
    }

    private boolean shift() throws IOException {
        if (!Files.exists(log)) {
            return false;
        }
        endLines();
        for (int i = 9; i > 0; i--) {
            for (String suffix : List.of("", ".gz")) {
                Path file = follower.path("access.log." + i + suffix);
                if (Files.exists(file)) {
                    Logs.rename(file, follower.path("access.log." + (i + 1) + suffix));
                    late = file.equals(late) ? follower.path("access.log." + (i + 1)) : late;
                }
            }
        }
        return true;
    }

    void rename(String name) throws IOException {
        if (!Files.exists(follower.path(name)) || name.endsWith(".1")) {
            if (shift()) {
                late = follower.path(name);
                Logs.rename(log, late);
            }
        }
    }

    void renameToDate(int n) throws IOException {
        int day = moved++ % 28 + 1;
        String[] names = {"access-11-%02d-2026-1.log", "access-%02d112026.log", "access.%02d-11-2026.log", "access-2611%02d.log",
            "access__2026-11-%02d_00-00-00.log", "access.log.%02dNov2026", "access-20261103.%02d.log"};
        rename(names[n % names.length].formatted(day));
    }

    /** Another log, whose name looks as if rotation had given it; only where it is followed. */
    void instance(int lines) throws IOException {
        if (follower.pattern.equals("*")) {
            for (int i = 0; i < lines; i++) {
                Logs.append(follower.path("access-1.log"), line() + "\n");
            }
        }
    }

    void rotateInstance() throws IOException {
        if (Files.exists(follower.path("access-1.log"))) {
            Logs.rename(follower.path("access-1.log"), follower.path("access-1-202611%02d.log".formatted(moved++ % 28 + 1)));
        }
    }

    /** The log goes into a directory of the day, and keeps its name. */
    void toDayDirectory() throws IOException {
        if (Files.exists(log)) {
            endLines();
            Path day = Files.createDirectories(follower.path("2026-%02d-%02d".formatted(moved / 28 % 12 + 1, moved++ % 28 + 1)));
            late = day.resolve("access.log");
            Logs.rename(log, late);
        }
    }

    /** From now on each log begins with so many lines that are always the same. */
    void banner(int lines) {
        banner = lines;
    }

    /** The directory of the log is a link, which leads to a new directory now. */
    void flip() throws IOException {
        endLines();
        if (Files.exists(log)) {
            late = log.toRealPath();
        }
        follower.flip();
    }

    void copytruncate() throws IOException {
        if (shift()) {
            Logs.copytruncate(log, follower.path("access.log.1"));
        }
    }

    void renameAndGzip() throws IOException {
        rename("access.log.1");
        gzipOld();
    }

    void gzipOld() throws IOException {
        Path old = follower.path("access.log.1");
        if (Files.exists(old) && Files.size(old) > 0 && !Files.exists(follower.path("access.log.1.gz"))) {
            late = old.equals(late) ? null : late;
            Logs.gzip(old);
        }
    }

    /** What was renamed goes into the directory of the day, compressed, as Zeek does it. */
    void archive() throws IOException {
        Path renamed = follower.path("access.2026-11-25-10-00-00.log");
        if (Files.exists(renamed)) {
            late = renamed.equals(late) ? null : late;
            long hour = follower.time.millis() / 3_600_000;
            Path day = Files.createDirectories(follower.root.resolve("2026-11-" + hour / 24));
            Path to = day.resolve("access.%02d:00:00-%02d:%02d:00.log.gz".formatted(hour % 24, hour % 24,
                archived++ % 100));
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
                Files.copy(renamed, out);
            }
            Files.setLastModifiedTime(to, FileTime.fromMillis(follower.time.millis()));
            Files.setLastModifiedTime(day, FileTime.fromMillis(follower.time.millis()));
            Files.delete(renamed);
        }
    }

    /** A log is deleted only after it was read and sealed: what was not would be lost, as it should. */
    void delete() throws IOException {
        if (Files.exists(log)) {
            endLines();
            follower.failures = 0;
            follower.time.interrupt(0, null);
            follower.time.interruptAtStep(0, null);
            for (int i = 0; i < 3; i++) {
                // Longer than any pause after a failure.
                follower.time.passes(61_000);
                follower.poll();
            }
            follower.seal();
            Files.delete(log);
        }
    }

    void lateWriter(int lines) throws IOException {
        if (late != null && Files.exists(late)) {
            for (int i = 0; i < lines; i++) {
                Logs.append(late, line() + "\n");
            }
        }
    }

    /** A copy of a log that was followed before: one of a log that nobody has read cannot be told from a rotated one. */
    void adminCopy(int n) throws IOException {
        follower.poll();
        Path copy = follower.path(n % 2 == 0 ? "access.log.bak" : "access.log.1.bak");
        if (Files.exists(log) && Files.size(log) > 0) {
            Logs.copy(log, copy);
        }
    }

    /** A rotated file that is a bomb. What comes out of it is no matter. */
    void bomb(int n) throws IOException {
        Bomb.write(n, follower);
    }

    /** A neighbour takes the log away for a while, and puts something in its place. */
    void takeAway(int n) throws IOException {
        // What is taken away for long counts as rotated.
        endLines();
        neighbour.take(n);
    }

    /** What the neighbour did is undone: nothing else happens to a log that is not there. */
    void giveBack() throws IOException {
        neighbour.giveBack();
    }

    /** A log whose name is no text in any encoding; it is rotated now and then. */
    void withoutText(int n) throws IOException {
        if (follower.pattern.equals("*")) {
            Path strange = Path.of(URI.create(follower.logs.toUri() + "b%FF%C3.log"));
            for (int i = 0; i < n % 5 + 1; i++) {
                Logs.append(strange, line() + "\n");
            }
            if (n % 7 == 0) {
                Logs.rename(strange, Path.of(URI.create(follower.logs.toUri() + "b%FF%C3.log." + (1000 - moved++))));
            }
        }
    }

    /** What did not come out, and what came out that should not; empty when all is well. */
    String difference() {
        List<String> surplus = lines();
        written.forEach(surplus::remove);
        List<String> missing = missing();
        return missing.isEmpty() && surplus.isEmpty() ? "" : "missing " + missing + ", too much " + surplus;
    }

    /** What did not come out. */
    List<String> missing() {
        List<String> lines = lines();
        return written.stream().filter(line -> !lines.remove(line)).toList();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(follower.lines());
        lines.removeIf(line -> line.startsWith(Bomb.LINE));
        return lines;
    }
}

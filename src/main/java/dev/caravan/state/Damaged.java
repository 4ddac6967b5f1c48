package dev.caravan.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The place for unusable files of the state directory: {@code damaged/<time>/}, followed by their former path. Only people read them there.
 * Nothing that may hold lines is deleted because it is damaged.
 */
public final class Damaged {

    /** Name of the folder in the state directory. */
    public static final String FOLDER = "damaged";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);

    private Damaged() {
    }

    /**
     * Copies a file to {@code damaged}. The copy survives a power loss.
     *
     * @param root the state directory
     * @return the copy
     */
    public static Path copy(Path root, Path file) throws IOException {
        Path to = place(root, file);
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ); FileChannel copy = Durable.create(to)) {
            long size = from.size();
            for (long done = 0; done < size;) {
                done += from.transferTo(done, size - done, copy);
            }
            copy.force(true);
        }
        Durable.force(Durable.directory(to));
        return to;
    }

    /**
     * Moves a file to {@code damaged}.
     *
     * @param root the state directory
     * @return the file's new path
     */
    public static Path move(Path root, Path file) throws IOException {
        Path to = place(root, file);
        Durable.move(file, to);
        return to;
    }

    private static Path place(Path root, Path file) throws IOException {
        String time = TIME.format(Instant.now());
        Path relative = root.toAbsolutePath().relativize(file.toAbsolutePath());
        Path to = root.resolve(FOLDER).resolve(time).resolve(relative);
        for (int i = 2; Files.exists(to); i++) {
            to = root.resolve(FOLDER).resolve(time + "-" + i).resolve(relative);
        }
        Durable.directories(Durable.directory(to));
        return to;
    }
}

package dev.caravan.pipeline;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the libraries in the jar (zstd, JNA) unpack their native code before it is loaded: a directory that nobody else can
 * write, as it is the process's own code. They would take {@code java.io.tmpdir}, which is for all users, and is mounted
 * {@code noexec} on many servers. It is loaded with its first use, for that takes longer than all of this; but a directory from
 * which nothing can be loaded is told at the start.
 */
public final class NativeDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(NativeDirectory.class);
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> OWNER = PosixFilePermissions.asFileAttribute(OWN);
    /** What names them: for JNA, for zstd. */
    static final String JNA = "jna.tmpdir";
    private static final String ZSTD = "ZstdTempFolder";
    /** Of systemd, for the setting CacheDirectory of a unit. Several are separated by colons. */
    private static final String CACHE = "CACHE_DIRECTORY";

    private static final Map<String, String> CHOSEN = new ConcurrentHashMap<>();

    private NativeDirectory() {
    }

    /**
     * Chooses it, and makes it: {@code native} in {@code $CACHE_DIRECTORY}, else in the state directory. What the user has
     * set for one of the libraries stays.
     *
     * @param state the state directory, which this process has locked
     * @return why nothing can be loaded from there, in words; or null
     */
    public static @Nullable String choose(Path state) {
        String cache = System.getenv(CACHE);
        return choose(cache == null || cache.isBlank() ? state : first(cache), JNA, ZSTD);
    }

    /** The same with another parent, and other names of properties. */
    static @Nullable String choose(Path parent, String... properties) {
        if (Arrays.stream(properties).noneMatch(NativeDirectory::isOpen)) {
            return null;
        }
        Path directory = parent.resolve("native").toAbsolutePath();
        String problem = make(directory);
        for (String property : properties) {
            if (isOpen(property)) {
                System.setProperty(property, directory.toString());
                CHOSEN.put(property, directory.toString());
            }
        }
        return problem;
    }

    /** Whether the user has not set it. What was chosen for another state directory of this process may be gone. */
    private static boolean isOpen(String property) {
        String value = System.getProperty(property);
        return value == null || value.equals(CHOSEN.get(property));
    }

    /** For zstd in a command that has no state directory: one of its own, until it ends. */
    public static void chooseForCommand() throws IOException {
        if (System.getProperty(ZSTD) == null) {
            Path directory = temporary();
            directory.toFile().deleteOnExit();
            System.setProperty(ZSTD, directory.toString());
        }
    }

    /** A new directory that nobody else can write, for who deletes it. */
    static Path temporary() throws IOException {
        String cache = System.getenv(CACHE);
        return cache == null || cache.isBlank() ? Files.createTempDirectory("caravan", OWNER)
            : Files.createTempDirectory(first(cache), "caravan", OWNER);
    }

    /** Systemd names several with colons between them. */
    private static Path first(String directories) {
        return Path.of(directories.split(":", -1)[0]);
    }

    private static @Nullable String make(Path directory) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(directory.getParent());
                Files.createDirectory(directory, OWNER);
            }
            // Fails where it is another user's.
            Files.setPosixFilePermissions(directory, OWN);
            removeOld(directory);
            Path probe = Files.createFile(directory.resolve("probe"), OWNER);
            // A mount with noexec denies this even to root.
            boolean executable = Files.isExecutable(probe);
            Files.delete(probe);
            return executable ? null : directory + " is mounted noexec";
        } catch (IOException e) {
            return directory + " cannot be used: " + e;
        }
    }

    /** What processes that were killed have left. */
    private static void removeOld(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Says what does without, where native code cannot be loaded. */
    public static void warn(String problem) {
        LOG.warn("native code cannot be loaded: {}. So gzip costs a third more, and rotated files that are .zst cannot be read."
            + " Set {} (with systemd: CacheDirectory=) to a directory where programs may be run.", problem, CACHE);
    }
}

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
 * The directory into which the libraries in the jar (zstd, JNA) unpack their native code before they load it. Nobody else can write to it,
 * because the process executes what is in it. The libraries would use {@code java.io.tmpdir}, which all users share and which many servers
 * mount {@code noexec}. They load the code at its first use, because that takes longer than the rest of the start; a directory from which
 * nothing can be loaded is reported at the start.
 */
public final class NativeDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(NativeDirectory.class);
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> OWNER = PosixFilePermissions.asFileAttribute(OWN);
    /** System properties that name the directory: this one for JNA, the next one for zstd. */
    static final String JNA = "jna.tmpdir";
    private static final String ZSTD = "ZstdTempFolder";
    /** Set by systemd for the setting CacheDirectory of a unit; colons separate several directories. */
    private static final String CACHE = "CACHE_DIRECTORY";

    private static final Map<String, String> CHOSEN = new ConcurrentHashMap<>();

    private NativeDirectory() {
    }

    /**
     * Chooses and creates the directory: {@code native} in {@code $CACHE_DIRECTORY}, otherwise in the state directory. A property that the
     * user has set stays.
     *
     * @param state the state directory, which this process has locked
     * @return why nothing can be loaded from there, in words; null if nothing is wrong
     */
    public static @Nullable String choose(Path state) {
        String cache = System.getenv(CACHE);
        return choose(cache == null || cache.isBlank() ? state : first(cache), JNA, ZSTD);
    }

    /** Does the same with another parent and other properties. */
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

    /** Reports whether the user has not set the property. A directory chosen for another state directory of this process may be gone. */
    private static boolean isOpen(String property) {
        String value = System.getProperty(property);
        return value == null || value.equals(CHOSEN.get(property));
    }

    /**
     * Chooses a temporary directory for zstd, for a command that has no state directory. The directory is deleted when the process ends.
     */
    public static void chooseForCommand() throws IOException {
        if (System.getProperty(ZSTD) == null) {
            Path directory = temporary();
            directory.toFile().deleteOnExit();
            System.setProperty(ZSTD, directory.toString());
        }
    }

    /** Creates a directory that nobody else can write to. The caller deletes it. */
    static Path temporary() throws IOException {
        String cache = System.getenv(CACHE);
        return cache == null || cache.isBlank() ? Files.createTempDirectory("caravan", OWNER)
            : Files.createTempDirectory(first(cache), "caravan", OWNER);
    }

    /** Returns the first of several directories, which systemd separates by colons. */
    private static Path first(String directories) {
        return Path.of(directories.split(":", -1)[0]);
    }

    private static @Nullable String make(Path directory) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(directory.getParent());
                Files.createDirectory(directory, OWNER);
            }
            // Fails if another user owns the directory.
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

    /** Deletes what killed processes have left. */
    private static void removeOld(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Logs what does not work without native code. */
    public static void warn(String problem) {
        LOG.warn("native code cannot be loaded: {}. So gzip costs a third more, and rotated files that are .zst cannot be read."
            + " Set {} (with systemd: CacheDirectory=) to a directory where programs may be run.", problem, CACHE);
    }
}

package dev.caravan.parse;

import dev.caravan.trust.Exposed;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars that a user adds to Caravan: those in the folder {@code lib} beside the jar that this program is. They are code that runs as the user
 * of this process. So the rules for the program itself hold for them: nobody but root, that user and the owner of the program can change them, or
 * add some ({@link Trust}).
 */
final class AddedJars {

    /** Beside {@code caravan.jar}. */
    static final String FOLDER = "lib";

    private AddedJars() {
    }

    /**
     * Loads classes of the program and of the jars that were added. It stays open as long as the process lives.
     *
     * @throws UnusableParsersException others can change a jar, or it cannot be read; the message says what to do
     */
    static ClassLoader loader() {
        ClassLoader program = AddedJars.class.getClassLoader();
        Path jar = fileOf(AddedJars.class);
        if (jar == null || !Files.isRegularFile(jar)) {
            return program;
        }
        List<URL> jars = jars(jar.resolveSibling(FOLDER));
        return jars.isEmpty() ? program : new URLClassLoader("added", jars.toArray(URL[]::new), program);
    }

    /** The jars of a folder, in the order of their names; none if there is no such folder. */
    static List<URL> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> jars = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                if (jars.isEmpty()) {
                    mustBeTrusted(folder);
                }
                mustBeTrusted(file);
                mustBeJar(file);
                jars.add(file.toUri().toURL());
            }
            return jars;
        } catch (IOException e) {
            throw new UnusableParsersException(folder + " cannot be read: " + e + "; let this user read it", e);
        }
    }

    private static void mustBeTrusted(Path path) throws IOException {
        Exposed exposed = Trust.ofProgram().exposed(path);
        if (exposed != null) {
            throw new UnusableParsersException("jars in " + FOLDER + " are run as a part of Caravan, and " + exposed);
        }
    }

    /** A class loader passes over a file that is no jar, without a word. */
    private static void mustBeJar(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            jar.getManifest();
        } catch (IOException e) {
            throw new UnusableParsersException(file + " cannot be read as a jar: " + e.getMessage() + "; build it again, or remove it", e);
        }
    }

    /** Where a class comes from, for a person. */
    static String jarOf(Class<?> type) {
        Path file = fileOf(type);
        return file == null ? "an unknown jar" : file.toString();
    }

    private static @Nullable Path fileOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI()).toRealPath();
        } catch (IOException | URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return null;
        }
    }
}

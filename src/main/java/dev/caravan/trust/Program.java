package dev.caravan.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program and its arguments, as found on this machine.
 *
 * @param executable path of the program
 * @param arguments  its arguments
 * @param text       the command line, for people
 */
public record Program(String executable, List<String> arguments, String text) {

    // A service's PATH often lacks the directories of administration tools.
    private static final List<String> MORE = List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin");

    /**
     * Finds the first of several commands whose program is installed in a place where nobody else can change it.
     *
     * @param commands command lines, words separated by spaces; no shell is involved
     * @param path     directories of programs, in the format of the variable {@code PATH}
     * @param refused  called for each program that others can change
     * @return null if none is installed
     */
    public static @Nullable Program find(List<String> commands, String path, Trust trust, Consumer<Exposed> refused) {
        for (String command : commands) {
            String[] words = command.trim().split("\\s+");
            String found = locate(words[0], path, trust, refused);
            if (found != null) {
                return new Program(found, List.of(words).subList(1, words.length), command.trim());
            }
        }
        return null;
    }

    private static @Nullable String locate(String name, String path, Trust trust, Consumer<Exposed> refused) {
        if (name.contains("/")) {
            return isTrusted(Path.of(name), trust, refused) ? name : null;
        }
        List<String> directories = new ArrayList<>(directories(path));
        directories.addAll(MORE);
        for (String directory : directories) {
            Path program = Path.of(directory, name);
            if (isTrusted(program, trust, refused)) {
                return program.toString();
            }
        }
        return null;
    }

    private static boolean isTrusted(Path program, Trust trust, Consumer<Exposed> refused) {
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            return false;
        }
        try {
            Exposed exposed = trust.exposed(program);
            if (exposed != null) {
                refused.accept(exposed);
            }
            return exposed == null;
        } catch (IOException e) {
            // The program was removed in the meantime.
            return false;
        }
    }

    /** Returns the PATH without its relative entries. Programs are searched in it, and run with it. */
    public static String path() {
        String path = String.join(":", directories(System.getenv().getOrDefault("PATH", "")));
        return path.isEmpty() ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" : path;
    }

    /** Returns the absolute entries of a PATH. An empty entry is the working directory, where others may put programs. */
    static List<String> directories(String path) {
        return Arrays.stream(path.split(":")).filter(entry -> entry.startsWith("/")).toList();
    }
}

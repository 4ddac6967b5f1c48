package dev.caravan.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments, as found on this machine.
 *
 * @param executable path of the program
 * @param arguments  its arguments
 * @param text       the command line, for people
 */
record Program(String executable, List<String> arguments, String text) {

    // A service's PATH often lacks the directories of administration tools.
    private static final List<String> MORE = List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin");

    /**
     * Finds the first of some commands whose program is installed.
     *
     * @param commands command lines, words separated by spaces; no shell is involved
     * @return null when none is installed
     */
    static Program find(List<String> commands) {
        for (String command : commands) {
            String[] words = command.trim().split("\\s+");
            String path = locate(words[0]);
            if (path != null) {
                return new Program(path, List.of(words).subList(1, words.length), command.trim());
            }
        }
        return null;
    }

    private static String locate(String name) {
        if (name.contains("/")) {
            return Files.isExecutable(Path.of(name)) ? name : null;
        }
        List<String> directories = new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(":")));
        directories.addAll(MORE);
        for (String directory : directories) {
            Path path = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isRegularFile(path) && Files.isExecutable(path)) {
                return path.toString();
            }
        }
        return null;
    }
}

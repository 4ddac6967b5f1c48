package dev.caravan.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.Caravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The commands in the documents: those of Caravan are parsed as the program does it, without running them; those of Maven name
 * profiles and tests that exist; of all others it is said here why no test runs them.
 */
class CommandsTest {

    private static final String SYSTEM = "changes the machine";
    private static final String ELSEWHERE = "needs another program or an account; typed by hand for the document";
    private static final Map<String, String> NOT_RUN = new TreeMap<>(Map.ofEntries(Map.entry("apt-get", SYSTEM),
        Map.entry("systemctl", SYSTEM), Map.entry("apt", "src/test/debian/run types it in a Debian of its own"),
        Map.entry("mkdir", SYSTEM), Map.entry("tar", SYSTEM), Map.entry("useradd", SYSTEM), Map.entry("cp", SYSTEM),
        Map.entry("ln", SYSTEM), Map.entry("sudoedit", "asks a person"), Map.entry("journalctl", "runs until it is stopped"),
        Map.entry("keytool", "TrustStoreTest makes its stores itself"), Map.entry("aws", ELSEWHERE), Map.entry("camel", ELSEWHERE), Map.entry("curl",
            ELSEWHERE), Map.entry("find", ELSEWHERE),
        Map.entry("src/build/start", "src/test/bare/run types it in a Debian of its own"),
        Map.entry("src/test/bare/run", "needs root, and takes half an hour"), Map.entry(".ci/run", "runs this test"),
        Map.entry("start.jar", "Jetty's; typed by hand for the document"),
        Map.entry("docker", "src/test/container/run makes and runs the image with buildah")));
    /** Commands of the launcher alone, a shell script. */
    private static final Set<String> OF_LAUNCHER = Set.of("class-archive");
    private static final Set<String> GOALS = Set.of("package", "verify", "test", "test-compile", "exec:exec",
        "org.pitest:pitest-maven:mutationCoverage");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> used = new TreeSet<>();
    private int parsed;

    @Test
    void areOnesThatTheProgramTakes() throws IOException {
        for (Document document : Document.all()) {
            commands(document.commands()).forEach(command -> {
                if (!check(document.path() + ": " + command.strip(), words(command))) {
                    wrong.add(document.path() + ": " + command.strip() + ": a program that is neither ours nor in the list");
                }
            });
            commands(document.code()).forEach(command -> check(document.path() + ": " + command.strip(), words(command)));
        }
        assertEquals(List.of(), wrong);
        assertTrue(parsed >= 15, "only " + parsed);
        Set<String> unused = new TreeSet<>(NOT_RUN.keySet());
        unused.removeAll(used);
        assertEquals(Set.of(), unused, "in no document");
    }

    /** The commands of these lines, each without what it is piped into. */
    private static Stream<String> commands(List<String> lines) {
        return Arrays.stream(String.join("\n", lines).replace("\\\n", " ").split("\n"))
            .map(line -> line.replaceFirst("(^|\\s+)#.*", "")).flatMap(line -> Arrays.stream(line.split("&&|;")))
            .map(command -> command.split(" \\| ")[0]);
    }

    private static List<String> words(String command) {
        List<String> words = WORD.matcher(command.replaceFirst("sudo -u \\S+", "")).results().map(found -> found.group().replaceAll("^[\"']|[\"']$",
            ""))
            .collect(Collectors.toCollection(ArrayList::new));
        while (!words.isEmpty() && (words.get(0).matches("sudo|env|export") || words.get(0).matches("[A-Z_]+=.*"))) {
            words.remove(0);
        }
        return words;
    }

    /** Returns false where nothing is known of the program. */
    private boolean check(String where, List<String> words) {
        if (words.isEmpty()) {
            return true;
        }
        boolean jetty = words.get(0).equals("java") && words.stream().anyMatch(word -> word.endsWith("/start.jar"));
        String program = jetty ? "start.jar" : words.get(0);
        List<String> arguments = words.subList(1, words.size());
        if (program.equals("java") && arguments.size() > 1 && arguments.get(0).equals("-jar")) {
            caravan(where, arguments.subList(2, arguments.size()));
        } else if (program.equals("caravan") || program.equals("target/caravan")) {
            caravan(where, arguments);
        } else if (program.equals("mvn")) {
            maven(where, arguments);
        } else {
            used.add(program);
            return NOT_RUN.containsKey(program);
        }
        return true;
    }

    private void caravan(String where, List<String> arguments) {
        List<String> own = arguments.stream().dropWhile(argument -> argument.startsWith("-D")).toList();
        if (!own.isEmpty() && OF_LAUNCHER.contains(own.get(0))) {
            assertTrue(Document.text(Path.of("src/main/launcher/caravan")).contains(own.get(0)), where);
            return;
        }
        try {
            new CommandLine(Caravan.class).parseArgs(own.toArray(String[]::new));
            parsed++;
        } catch (ParameterException e) {
            wrong.add(where + ": " + e.getMessage());
        }
    }

    private void maven(String where, List<String> arguments) {
        String pom = Document.text(Path.of("pom.xml"));
        for (String argument : arguments) {
            if (argument.startsWith("-P")) {
                Arrays.stream(argument.substring(2).split(",")).filter(profile -> !pom.contains("<id>" + profile + "</id>"))
                    .forEach(profile -> wrong.add(where + ": no profile " + profile));
            } else if (argument.matches("-D(it\\.)?test=[A-Za-z]+(Test|IT)") && !exists(argument.replaceFirst(".*=", "") + ".java")) {
                wrong.add(where + ": no such test");
            } else if (!argument.startsWith("-") && !GOALS.contains(argument)) {
                wrong.add(where + ": " + argument);
            }
        }
        parsed++;
    }

    private static boolean exists(String file) {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            return files.anyMatch(path -> path.endsWith(file));
        } catch (IOException e) {
            return false;
        }
    }
}

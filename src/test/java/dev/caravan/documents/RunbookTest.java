package dev.caravan.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runbook has each message that a user can meet at the levels WARNING and ERROR. */
class RunbookTest {

    private static final Pattern CALL = Pattern.compile("(?i)\\blog\\s*\\.\\s*(?:warn|error)\\(|getLogger\\([^)]*\\)\\s*\\.\\s*(?:warn|error)\\(");
    /** Classes whose texts reach a user by a log call elsewhere. */
    private static final Set<String> TABLES = Set.of("AnswerCause", "LocalCause", "Unproven", "Finding",
        "ConditionalWrites", "FileTroubles", "CompressedContent", "RouteAdvice", "Unfit", "PollGuard", "CommandRun", "Unwritable", "JournalTroubles",
        "OldestRecord",
        "Start", "Journalctl");
    private static final int WORDS_IN_A_ROW = 5;

    private final String runbook = words(Document.text(Path.of("docs/runbook.md")).replace("\\|", "|"));

    @Test
    void hasEachMessage() throws IOException {
        Set<String> missing = new TreeSet<>();
        List<String> messages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = JavaTexts.joined(Document.text(file));
                String name = file.getFileName().toString().replace(".java", "");
                List<String> texts = new ArrayList<>(calls(source));
                if (TABLES.contains(name)) {
                    texts.addAll(JavaTexts.in(ofUsers(source)));
                }
                for (String text : texts) {
                    if (isMessage(text)) {
                        messages.add(text);
                        if (!isKnown(text)) {
                            missing.add(name + ": " + text);
                        }
                    }
                }
            }
        }
        assertTrue(messages.size() > 60, "only " + messages.size());
        assertEquals(Set.of(), missing, "not in docs/runbook.md");
    }

    /** The literals of each call that logs a warning or an error. */
    private static List<String> calls(String source) {
        List<String> texts = new ArrayList<>();
        CALL.matcher(source).results().forEach(found -> {
            int end = source.indexOf(';', found.end());
            texts.addAll(JavaTexts.in(source.substring(found.end(), end < 0 ? source.length() : end)));
        });
        return texts;
    }

    /** Without what is logged at INFO or DEBUG, what is looked for in the words of others, and mistakes of ours. */
    private static String ofUsers(String source) {
        return source.replaceAll("(?s)LOG\\.(?:info|debug)\\(.*?\\);|new IllegalStateException\\(.*?\\);"
            + "|\\.(?:contains|startsWith|says)\\(\"[^\"]*\"", "");
    }

    private static boolean isMessage(String text) {
        return parts(text).stream().anyMatch(part -> part.split(" ").length >= WORDS_IN_A_ROW);
    }

    /** Some words in a row of it are in the runbook: wherever names and numbers stand, the message can be found by them. */
    private boolean isKnown(String text) {
        for (String part : parts(text)) {
            String[] words = part.split(" ");
            for (int i = 0; i + WORDS_IN_A_ROW <= words.length; i++) {
                if (runbook.contains(String.join(" ", Arrays.copyOfRange(words, i, i + WORDS_IN_A_ROW)))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What stands between placeholders. */
    private static List<String> parts(String text) {
        return Arrays.stream(text.split("\\{}")).map(RunbookTest::words).toList();
    }

    private static String words(String text) {
        return text.replaceAll("[`*]", "").replaceAll("\\s+", " ").strip();
    }
}

package dev.caravan.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that no technical writer would use, in documents and in texts of the program; with what to write instead. */
class WordsTest {

    private static final Map<Pattern, String> INSTEAD = Map.ofEntries(
        instead("made-up", "generated"), instead("mended", "corrected, repaired"),
        instead("less and less often", "with backoff, and the longest pause"),
        instead("stands? under", "is stored under"), instead("belongs? into", "belongs in"),
        instead("for want of", "because there is too little"), instead("(?:to be|be) had", "can be obtained"),
        instead("(?:is|are|was|be) told", "is logged, is reported; or say who tells whom"), instead("told by", "reported by"),
        instead("thrown away", "discarded"), instead("takes back", "undoes, clears"), instead("otherwise than", "differently from"),
        instead("(?:its|the|at) begin", "beginning, start"), instead("which is nothing", "a sentence of its own"),
        instead("steers? a terminal", "control a terminal"), instead("is as none", "counts as absent"),
        instead("all the same", "nevertheless"), instead("goe?s? on as", "stay unchanged, keep running"),
        instead("holds? again", "is loaded again, is in effect again"), instead("lets? go of", "releases"),
        instead("names of before", "old names"), instead("by now", "now, already"), instead("holds? it up", "blocks it"),
        instead("hand(?:s|ed)? on", "passes on"), instead("(?:is|are) to be", "must be"));

    private static Map.Entry<Pattern, String> instead(String words, String better) {
        return Map.entry(Pattern.compile("(?i)\\b" + words.replace(" ", "\\s+") + "\\b"), better);
    }

    @Test
    void documentsDoWithoutThem() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Document document : Document.all()) {
            texts.put(document.path().toString(), Document.text(document.path()));
        }
        assertEquals(List.of(), found(texts));
    }

    @Test
    void textsOfTheProgramDoWithoutThem() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> texts.put(file.toString(),
                String.join("\n", JavaTexts.in(Document.text(file)))));
        }
        assertEquals(List.of(), found(texts));
    }

    @Test
    void kameletsAndRoutesDoWithoutThem() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> kamelets = Files.list(Path.of("src/main/resources/kamelets")); Stream<Path> routes = Files.list(Path.of("routes"))) {
            Stream.concat(kamelets, routes).filter(Files::isRegularFile).forEach(file -> texts.put(file.toString(), Document.text(file)));
        }
        assertEquals(List.of(), found(texts));
    }

    private static List<String> found(Map<String, String> texts) {
        List<String> found = new ArrayList<>();
        texts.forEach((file, text) -> INSTEAD.forEach((words, better) -> words.matcher(text).results()
            .forEach(match -> found.add(file + ": \"" + match.group() + "\": write " + better))));
        return found;
    }
}

package dev.caravan.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document in Markdown, taken apart as far as the tests need it. Immutable.
 *
 * @param path     of the file, relative to the project
 * @param prose    its lines without blocks of code
 * @param commands the lines of its blocks of code that are fenced with {@code sh} or {@code console}
 * @param code     the lines of its indented blocks: commands, what they print, pictures
 */
record Document(Path path, List<String> prose, List<String> commands, List<String> code) {

    private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FENCE = Pattern.compile("\\s*```([a-z]*).*");

    /** Each document of the project. */
    static List<Document> all() throws IOException {
        TreeSet<Path> paths = new TreeSet<>();
        try (Stream<Path> top = Files.list(Path.of("")); Stream<Path> docs = Files.walk(Path.of("docs"))) {
            Stream.concat(top, docs).filter(path -> path.toString().endsWith(".md")).forEach(paths::add);
        }
        return paths.stream().map(Document::read).toList();
    }

    static Document read(Path path) {
        List<String> prose = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<String> code = new ArrayList<>();
        String fence = null;
        for (String line : text(path).split("\n")) {
            var matcher = FENCE.matcher(line);
            if (matcher.matches()) {
                fence = fence == null ? matcher.group(1) : null;
            } else if (fence != null) {
                if (fence.equals("sh") || fence.equals("console")) {
                    commands.add(line.strip());
                }
            } else if (line.startsWith("    ")) {
                code.add(line.strip());
            } else {
                prose.add(line);
            }
        }
        return new Document(path, List.copyOf(prose), List.copyOf(commands), List.copyOf(code));
    }

    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between backticks in the prose. */
    Stream<String> names() {
        return prose.stream().flatMap(line -> INLINE_CODE.matcher(line).results()).map(found -> found.group(1));
    }

    /** The anchors of the headings, as GitHub makes them. */
    List<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        List<String> anchors = new ArrayList<>();
        for (String line : prose) {
            if (line.matches("#{1,6} .*")) {
                String anchor = line.replaceFirst("^#+ ", "").strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
                int times = seen.merge(anchor, 1, Integer::sum);
                anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
            }
        }
        return anchors;
    }
}

package dev.caravan.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links lead somewhere, and tests, Kamelets, settings and route files that documents name exist. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern KAMELET = Pattern.compile("(?:kamelet:)?([a-z0-9]+(?:-[a-z0-9]+)*-(?:source|sink|action))");
    private static final Pattern SETTING = Pattern.compile("(caravan\\.(?!jar|sock|service|test\\.)[a-z0-9-]+(?:\\.[A-Za-z0-9-]+)*)(?: = .*)?");
    private static final Pattern ROUTE_FILE = Pattern.compile("routes/(?:tests/)?[A-Za-z0-9-]+\\.yaml");
    private static final Pattern NAMED_TEST = Pattern.compile("\\b[A-Z][A-Za-z0-9]+(?:Test|IT)\\b");
    /** Files that a reader is to write. */
    private static final Set<String> EXAMPLES = Set.of("routes/myapp.yaml", "routes/NAME.yaml", "routes/tests/NAME.yaml");
    private static final int LINES_OF_README = 150;
    private static final int TESTS_OF_PROMISES = 15;

    @Test
    void readmeIsShort() {
        assertTrue(Document.text(Path.of("README.md")).lines().count() <= LINES_OF_README, "at most " + LINES_OF_README + " lines");
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Document document : Document.all()) {
            for (String line : document.prose()) {
                LINK.matcher(line).results().map(found -> found.group(1)).filter(target -> !isSound(document, target))
                    .forEach(target -> wrong.add(document.path() + ": " + target));
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean isSound(Document from, String target) {
        URI uri = URI.create(target);
        if (uri.getScheme() != null) {
            return uri.getScheme().equals("https") && uri.getHost() != null;
        }
        Path file = uri.getPath().isEmpty() ? from.path() : from.path().resolveSibling(uri.getPath()).normalize();
        return Files.exists(file) && (uri.getFragment() == null || Document.read(file).anchors().contains(uri.getFragment()));
    }

    @Test
    void kameletsExist() throws IOException {
        assertKnown(KAMELET, 5, name -> Files.exists(Path.of("src/main/resources/kamelets", name + ".kamelet.yaml")));
    }

    @Test
    void routeFilesExist() throws IOException {
        assertKnown(ROUTE_FILE, 3, name -> EXAMPLES.contains(name) || Files.exists(Path.of(name)));
    }

    @Test
    void settingsExist() throws IOException {
        Set<String> known = Pattern.compile("(?m)^#?([a-z][A-Za-z0-9.-]+) *=").matcher(Document.text(Path.of("application.properties")))
            .results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        // A setting of a source may stand for that of all, and documents list those that each source has.
        Pattern.compile("`(caravan\\.[^` ]+)`").matcher(Document.text(Path.of("docs/settings.md"))).results()
            .forEach(found -> known.add(found.group(1)));
        Set<String> ofAnySource = known.stream().filter(name -> name.startsWith("caravan.source."))
            .map(name -> name.replaceFirst("^caravan\\.source\\.[^.]+", "")).collect(Collectors.toSet());
        assertKnown(SETTING, 20, name -> known.contains(name) || name.matches("caravan\\.source(\\.[a-z-]+)?")
            || name.startsWith("caravan.source.NAME.") && ofAnySource.contains(name.substring("caravan.source.NAME".length())));
    }

    @Test
    void testsExist() throws IOException {
        Set<String> tests;
        try (var files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", "")).collect(Collectors.toSet());
        }
        Set<String> unknown = new TreeSet<>();
        for (Document document : Document.all()) {
            Set<String> named = NAMED_TEST.matcher(Document.text(document.path())).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
            if (document.path().endsWith("promises.md")) {
                assertTrue(named.size() >= TESTS_OF_PROMISES, "only " + named);
            }
            named.removeAll(tests);
            unknown.addAll(named);
        }
        assertEquals(Set.of(), unknown, "no such test");
    }

    private static void assertKnown(Pattern pattern, int atLeast, Predicate<String> isKnown) throws IOException {
        Set<String> names = new TreeSet<>();
        Set<String> unknown = new TreeSet<>();
        for (Document document : Document.all()) {
            document.names().map(pattern::matcher).filter(matcher -> matcher.matches()).forEach(matcher -> {
                String name = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                names.add(name);
                if (!isKnown.test(name)) {
                    unknown.add(document.path() + ": " + name);
                }
            });
        }
        assertTrue(names.size() >= atLeast, "only " + names);
        assertEquals(Set.of(), unknown);
    }
}

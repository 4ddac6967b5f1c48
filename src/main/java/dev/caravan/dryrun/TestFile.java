package dev.caravan.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.pipeline.BlockSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A user's file of tests:
 *
 * <pre>
 * route: ../auth.yaml                # relative to this file; or parser: syslog
 * settings: { caravan.source.auth.format: json }
 * time: 2026-11-25T10:00:00Z         # when the lines are read; matters for lines without a year
 * file: /var/log/auth.log            # the file of the lines
 * zone: UTC                          # zone of time stamps without a zone
 * tests:
 *   - name: a login without a year gets one
 *     lines: |
 *       Nov 25 02:24:49 web1 sshd[7]: Accepted publickey for al from 192.0.2.1 port 5 ssh2
 *     records:                       # all records, in order; a text is a raw line
 *       - { host: web1, event: ssh_login }
 *     partly: true                   # records may have more fields
 *     unparsed: []                   # refused lines; default: none
 *     outputs: { auth-sudo: [] }     # lines that the route sends to other prefixes
 * </pre>
 */
public final class TestFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KEYS = Set.of("route", "parser", "settings", "time", "file", "zone", "host", "tests");
    private static final Set<String> CASE_KEYS = Set.of("name", "lines", "records", "partly", "unparsed", "outputs");

    private final Path path;
    private final JsonNode root;
    private final List<TestCase> cases = new ArrayList<>();

    /** @throws TrialException if the file cannot be read, or does not have the format above */
    public TestFile(Path path) {
        this.path = path;
        try {
            root = JSON.valueToTree(new Load(LoadSettings.builder().setLabel(path.toString()).build())
                .loadFromString(Files.readString(path)));
        } catch (IOException | YamlEngineException | IllegalArgumentException e) {
            throw new TrialException(path + " cannot be read", e);
        }
        known(root, KEYS, "the file");
        if (root.has("route") == root.has("parser") || !root.path("tests").isArray() || root.path("tests").isEmpty()) {
            throw new TrialException(path + ": it needs route or parser, and a list of tests");
        }
        root.get("tests").forEach(test -> cases.add(testCase(test)));
    }

    private void known(JsonNode node, Set<String> keys, String what) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!keys.contains(name)) {
                throw new TrialException(path + ": " + what + " has \"" + name + "\"; known are " + new java.util.TreeSet<>(keys));
            }
        }
    }

    private TestCase testCase(JsonNode test) {
        String name = test.path("name").asText("");
        if (name.isEmpty() || !test.has("lines")) {
            throw new TrialException(path + ": each test needs a name and lines");
        }
        known(test, CASE_KEYS, "the test \"" + name + "\"");
        Map<String, List<JsonNode>> expected = new LinkedHashMap<>();
        for (String key : List.of("records", "unparsed")) {
            expected.put(key, list(test.get(key)));
        }
        test.path("outputs").properties().forEach(e -> expected.put(e.getKey(), list(e.getValue())));
        JsonNode lines = test.get("lines");
        String text = lines.isArray() ? String.join("\n", list(lines).stream().map(JsonNode::asText).toList()) : lines.asText();
        return new TestCase(name, text, expected, test.path("partly").asBoolean(false));
    }

    /** Returns the elements of a list, or the lines of a text. */
    private List<JsonNode> list(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        if (node != null && node.isTextual()) {
            node.asText().lines().forEach(line -> all.add(JSON.getNodeFactory().textNode(line)));
        } else if (node != null) {
            node.forEach(all::add);
        }
        return all;
    }

    /**
     * Runs the tests.
     *
     * @param result receives the name of each test and its differences, which are empty if it passed
     * @throws TrialException if the route or parser cannot be started
     */
    public void run(BiConsumer<String, List<String>> result) {
        try (DryRun trial = trial()) {
            BlockSource origin = LineBlocks.origin(root.path("file").asText("/var/log/test.log"),
                Instant.parse(root.path("time").asText("2026-11-25T10:00:00Z")), root.path("host").asText("web1"));
            cases.forEach(test -> result.accept(test.name(), test.run(trial, origin)));
        } catch (DateTimeException e) {
            throw new TrialException(path + ": time or zone is wrong", e);
        }
    }

    private DryRun trial() {
        String zone = root.path("zone").asText("UTC");
        if (root.has("parser")) {
            return new ParserTrial(root.get("parser").asText(), ZoneId.of(zone));
        }
        Map<String, String> settings = new TreeMap<>(Map.of("caravan.timezone", zone));
        root.path("settings").properties().forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        return new RouteTrial(path.toAbsolutePath().resolveSibling(root.get("route").asText()).normalize(), settings);
    }
}

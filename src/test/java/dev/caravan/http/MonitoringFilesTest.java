package dev.caravan.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.health.DeliverySnapshot;
import dev.caravan.health.OutboxSnapshot;
import dev.caravan.health.Snapshot;
import dev.caravan.health.SourceSnapshot;
import dev.caravan.health.SourceState;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dashboard and the alert rules name metrics that there are, and labels that those have. */
class MonitoringFilesTest {

    private static final Path RULES = Path.of("src/main/monitoring/caravan.rules.yaml");
    private static final Path DASHBOARD = Path.of("src/main/monitoring/grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\b((?:caravan|process|jvm)_[a-z_]+)\\b(?:\\{([^}]*)})?");

    /** All that an instance tells, each thing that may be absent being there. */
    private static String metrics() throws Exception {
        SourceSnapshot source = new SourceSnapshot("nginx", SourceState.FAILED, "x", "x", 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, "x", Map.of("file", 1), List.of());
        Metrics metrics = new Metrics();
        metrics.delivered(1);
        return new String(metrics.of(new Snapshot(2, "1", 1, 1, "x", "/state", List.of(source), new OutboxSnapshot(1, 1, 3, false, 1),
            new DeliverySnapshot(null, 0, 0, null, 1, 1, List.of()), null)).body(), StandardCharsets.UTF_8);
    }

    private static List<String> expressions() throws Exception {
        List<String> all = new ArrayList<>();
        Map<?, ?> rules = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        for (Object group : (List<?>) rules.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                all.add(((Map<?, ?>) rule).get("expr").toString());
                assertTrue(((Map<?, ?>) ((Map<?, ?>) rule).get("annotations")).containsKey("runbook"), rule.toString());
            }
        }
        assertTrue(all.size() >= 10, all.toString());
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        dashboard.findValues("expr").forEach(expression -> all.add(expression.asText()));
        dashboard.get("templating").findValuesAsText("query").forEach(all::add);
        assertTrue(all.size() >= 24, all.toString());
        return all;
    }

    @Test
    void eachMetricThatTheyNameIsTold() throws Exception {
        String text = metrics();
        Set<String> told = new HashSet<>();
        Set<String> states = new TreeSet<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> told.add(line.replaceFirst("[{ ].*", "")));
        Stream.of(SourceState.values()).forEach(state -> states.add(state.word()));
        int named = 0;
        for (String expression : expressions()) {
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                named++;
                assertTrue(told.contains(metric.group(1)), metric.group(1) + " of " + expression + " is not among " + told);
                Matcher state = Pattern.compile("state[!=~]+\"([^\"]+)\"").matcher(metric.group(2) == null ? "" : metric.group(2));
                while (state.find()) {
                    assertTrue(states.containsAll(List.of(state.group(1).split("\\|"))), expression);
                }
            }
        }
        assertTrue(named > 25, "only " + named);
        assertFalse(told.contains("caravan_no_such_metric"));
    }

    @Test
    void promtoolAgrees() throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(":")).anyMatch(entry -> new File(entry, "promtool").canExecute());
        assumeTrue(installed, "promtool is not installed (on Debian: apt install prometheus)");
        for (List<String> arguments : List.of(List.of("check", "rules", RULES.toString()),
            List.of("test", "rules", "src/test/monitoring/caravan.rules.test.yaml"))) {
            List<String> command = new ArrayList<>(List.of("promtool"));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
        }
    }
}

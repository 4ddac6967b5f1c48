package dev.caravan.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.pipeline.SideOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A test of a route or parser: lines, and the expected records.
 *
 * @param name     name of the test
 * @param lines    text of the lines
 * @param expected the expected records (objects) or raw lines (texts) by output; the source's output is named "records", that of refused lines
 *                 "unparsed"
 * @param partly   true if records may have more fields than the expected ones
 */
record TestCase(String name, String lines, Map<String, List<JsonNode>> expected, boolean partly) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs the test, and returns the differences, one text each; empty if it passed. */
    List<String> run(DryRun trial, BlockSource origin) {
        Map<String, List<String>> actual = new TreeMap<>();
        try {
            LineBlocks blocks = new LineBlocks(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), origin);
            for (Block block = blocks.next(); block != null; block = blocks.next()) {
                collect(trial.run(block), actual);
            }
        } catch (TrialException e) {
            return List.of(e.getMessage());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot happen: the source is memory", e);
        }
        List<String> problems = new ArrayList<>();
        TreeSet<String> outputs = new TreeSet<>(expected.keySet());
        outputs.addAll(actual.keySet());
        for (String output : outputs) {
            compare(output, expected.getOrDefault(output, List.of()), actual.getOrDefault(output, List.of()), problems);
        }
        return problems;
    }

    private static void collect(Block block, Map<String, List<String>> all) throws IOException {
        block.toString().lines().forEach(line -> all.computeIfAbsent("records", o -> new ArrayList<>()).add(line));
        for (SideOutput section : block.sections()) {
            boolean refused = section.output().equals(block.unparsedOutput());
            for (String line : new String(section.bytes(), StandardCharsets.UTF_8).lines().toList()) {
                all.computeIfAbsent(refused ? "unparsed" : section.output(), o -> new ArrayList<>())
                    .add(refused ? JSON.readTree(line).path("raw").asText() : line);
            }
        }
    }

    private void compare(String output, List<JsonNode> wanted, List<String> actual, List<String> problems) {
        for (int i = 0; i < Math.max(wanted.size(), actual.size()); i++) {
            String what = output + " " + (i + 1);
            if (i >= actual.size()) {
                problems.add(what + ": missing: " + text(wanted.get(i)));
            } else if (i >= wanted.size()) {
                problems.add(what + ": not expected: " + actual.get(i));
            } else if (!matches(wanted.get(i), actual.get(i))) {
                problems.add(what + ": expected: " + text(wanted.get(i)) + "\n" + " ".repeat(what.length() + 2)
                    + "but was:  " + actual.get(i));
            }
        }
    }

    private boolean matches(JsonNode wanted, String actual) {
        if (wanted.isTextual()) {
            return wanted.asText().equals(actual);
        }
        try {
            JsonNode is = JSON.readTree(actual);
            return is != null && is.isObject() && same(wanted, is, partly);
        } catch (IOException e) {
            return false;
        }
    }

    /** Compares two values as JSON: ignores the order of fields and the format of numbers. */
    private static boolean same(JsonNode wanted, JsonNode actual, boolean partly) {
        if (wanted.isNumber() && actual.isNumber()) {
            return wanted.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        if (wanted instanceof ObjectNode object && actual.isObject()) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                JsonNode value = actual.get(field.getKey());
                if (value == null || !same(field.getValue(), value, partly)) {
                    return false;
                }
            }
            return partly || object.size() == actual.size();
        }
        if (wanted instanceof ArrayNode array && actual.isArray()) {
            for (int i = 0; i < array.size(); i++) {
                if (i >= actual.size() || !same(array.get(i), actual.get(i), partly)) {
                    return false;
                }
            }
            return array.size() == actual.size();
        }
        return wanted.equals(actual);
    }

    private static String text(JsonNode wanted) {
        return wanted.isTextual() ? wanted.asText() : wanted.toString();
    }
}

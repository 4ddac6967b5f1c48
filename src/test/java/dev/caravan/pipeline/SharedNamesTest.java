package dev.caravan.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Parsers;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.Test;

/** Route files and Kamelets use the names in {@link SharedNames}, those of parsers, and those of their own beans. */
class SharedNamesTest {

    private static final Pattern BEAN = Pattern.compile("(?:\\bref: *\"?|#bean:|: \"#|bean:)([A-Za-z][A-Za-z0-9-]*)(?![A-Za-z0-9:-])");
    private static final Pattern PROPERTY = Pattern.compile("exchangeProperty\\.([A-Za-z]+)|\\bname: (Caravan[A-Za-z]+)");
    private static final Pattern OWN = Pattern.compile("- name: ([A-Za-z][A-Za-z0-9-]*)");

    @Test
    void theYamlUsesNoOtherNames() throws Exception {
        Set<String> known = new HashSet<>();
        for (var field : SharedNames.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                known.add((String) field.get(null));
            }
        }
        DefaultRegistry registry = new DefaultRegistry();
        new Parsers(ZoneOffset.UTC).bind(registry);
        known.addAll(registry.findByTypeWithName(DataFormat.class).keySet());
        Set<String> unknown = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        for (Path file : files()) {
            String text = Files.readString(file).replaceAll("(?m)^\\s*#.*", "").replaceAll("\\{\\{caravan\\.[^{}]*:([a-z]+)}}", "$1");
            Set<String> here = new HashSet<>(known);
            OWN.matcher(text).results().forEach(own -> here.add(own.group(1)));
            for (Pattern pattern : List.of(BEAN, PROPERTY)) {
                Matcher name = pattern.matcher(text);
                while (name.find()) {
                    String one = name.group(1) == null ? name.group(2) : name.group(1);
                    used.add(one);
                    if (!here.contains(one)) {
                        unknown.add(file + ": " + one);
                    }
                }
            }
        }
        assertEquals(Set.of(), unknown);
        assertTrue(used.containsAll(Arrays.asList(SharedNames.OUTBOX, SharedNames.OUTBOX_SCHEDULER, SharedNames.DELIVERY, SharedNames.PROBLEMS,
            SharedNames.INPUTS, SharedNames.BLOCK_PROPERTY, SharedNames.SAME_PROPERTY)), "only " + used);
    }

    private static List<Path> files() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String folder : new String[] {"routes", "src/main/resources/kamelets"}) {
            try (var all = Files.list(Path.of(folder))) {
                all.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
            }
        }
        return files;
    }
}

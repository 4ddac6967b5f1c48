package dev.caravan.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the files for containers name is there. That an image is made of them is tried by src/test/container/run. */
class ContainerFilesTest {

    private static final Path FOLDER = Path.of("src/main/container");
    private static final Pattern SETTING = Pattern.compile("(?m)^\\s*(?:- -D)?((?:caravan|camel)\\.[A-Za-z0-9.-]+) ?=");

    private static List<Map<String, Object>> documents(String name) throws IOException {
        Iterable<Object> all = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
            .loadAllFromString(Files.readString(FOLDER.resolve(name)));
        return StreamSupport.stream(all.spliterator(), false).map(ContainerFilesTest::map).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    /** What is found on a path of names and, in lists, of numbers. */
    private static Object at(Object node, Object... path) {
        Object at = node;
        for (Object step : path) {
            at = step instanceof Integer i ? ((List<?>) at).get(i) : map(at).get(step);
            if (at == null) {
                throw new AssertionError("there is no " + step + " in " + List.of(path));
            }
        }
        return at;
    }

    private static Set<String> names(Object list) {
        return ((List<?>) list).stream().map(one -> (String) at(one, "name")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachSettingIsOne() throws IOException {
        String known = Files.readString(Path.of("application.properties"));
        List<String> found = new ArrayList<>();
        for (String file : List.of("compose.yaml", "daemonset.yaml")) {
            SETTING.matcher(Files.readString(FOLDER.resolve(file))).results().map(r -> r.group(1)).forEach(found::add);
        }
        assertTrue(found.size() > 10, found.toString());
        found.removeIf(name -> name.startsWith("camel.component.aws2-s3.") || known.contains("#" + name + " ="));
        assertEquals(List.of(), found);
    }

    @Test
    void theImageRunsAsNobodyInParticularAndSaysHowItIs() throws IOException {
        String text = Files.readString(FOLDER.resolve("Dockerfile"));
        List<String> lines = text.lines().filter(l -> l.matches("[A-Z]+ .*")).toList();
        assertTrue(lines.contains("USER 10001:10001"), text);
        assertTrue(lines.contains("VOLUME /var/lib/caravan"), text);
        assertTrue(lines.contains("ENTRYPOINT [\"caravan\"]"), text);
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("HEALTHCHECK --interval=5m ")), text);
        assertTrue(text.lines().anyMatch(l -> l.contains("&& rm -rf ") && l.contains(" /etc/caravan/http-token ")), text);
    }

    @Test
    void theServicesOfComposeShareVolumesThatAreDeclared() throws IOException {
        Map<String, Object> compose = documents("compose.yaml").get(0);
        Set<String> declared = map(at(compose, "volumes")).keySet();
        for (String service : List.of("web", "caravan")) {
            for (Object volume : (List<?>) at(compose, "services", service, "volumes")) {
                assertTrue(declared.contains(at(volume, "source")), volume.toString());
            }
        }
        assertEquals(true, at(compose, "services", "caravan", "read_only"));
        assertEquals(List.of("ALL"), at(compose, "services", "caravan", "cap_drop"));
        Path context = FOLDER.resolve((String) at(compose, "services", "caravan", "build", "context")).normalize();
        assertEquals(Path.of("target"), context);
        assertTrue(Files.exists(context.resolve((String) at(compose, "services", "caravan", "build", "dockerfile")).normalize()));
    }

    @Test
    void theDaemonSetMountsWhatItDeclares() throws IOException {
        List<Map<String, Object>> all = documents("daemonset.yaml");
        Set<String> configMaps = new TreeSet<>();
        Object pod = null;
        for (Map<String, Object> one : all) {
            if ("ConfigMap".equals(one.get("kind"))) {
                configMaps.add((String) at(one, "metadata", "name"));
            } else if ("DaemonSet".equals(one.get("kind"))) {
                pod = at(one, "spec", "template", "spec");
                assertEquals(at(one, "spec", "selector", "matchLabels"), at(one, "spec", "template", "metadata", "labels"));
            }
        }
        Set<String> used = new TreeSet<>();
        Object container = at(pod, "containers", 0);
        used.addAll(names(at(container, "volumeMounts")));
        assertEquals(true, at(container, "securityContext", "readOnlyRootFilesystem"));
        assertEquals(List.of("ALL"), at(container, "securityContext", "capabilities", "drop"));
        assertEquals(names(at(pod, "volumes")), used);
        for (Object volume : (List<?>) at(pod, "volumes")) {
            if (map(volume).containsKey("configMap")) {
                assertTrue(configMaps.remove(at(volume, "configMap", "name")), volume.toString());
            }
        }
        assertEquals(Set.of(), configMaps, "not mounted");
        Properties settings = new Properties();
        settings.load(new java.io.StringReader((String) at(all.get(2), "data", "application.properties")));
        assertEquals("/var/lib/caravan", settings.getProperty("caravan.state-dir"));
        // A log of a container is read under the path that the kubelet's links have.
        String route = (String) at(all.get(3), "data", "containers.yaml");
        assertTrue(route.contains("directory: /var/log/containers"), route);
        assertTrue(at(pod, "containers", 0, "volumeMounts").toString().contains("mountPath=/var/log,"), pod.toString());
    }
}

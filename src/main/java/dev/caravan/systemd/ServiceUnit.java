package dev.caravan.systemd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who the process of a service is, and with what environment it is started, as its unit says.
 *
 * @param from             where that was found, for people
 * @param user             name or number; empty for root
 * @param group            name or number; empty for the user's own
 * @param groups           names or numbers of further groups
 * @param ambient          capabilities that the process has, without {@code cap_}
 * @param bounding         capabilities that it can have; null for all
 * @param noNewPrivileges  whether no program that it starts has more rights
 * @param directory        in which it runs; empty for the root of the file system
 * @param environment      variables, without those of the files
 * @param environmentFiles files of more variables, which win; with a {@code -} in front where they may be missing
 * @param credentials      paths of files that systemd hands to the service, by their names
 * @param command          the program and its arguments
 */
public record ServiceUnit(String from, String user, String group, List<String> groups, Set<String> ambient, @Nullable Set<String> bounding,
    boolean noNewPrivileges, String directory, Map<String, String> environment, List<String> environmentFiles, Map<String, String> credentials,
    List<String> command) {

    /** What {@code systemctl show -p} must be asked for. */
    public static final String PROPERTIES = "LoadState,User,Group,SupplementaryGroups,AmbientCapabilities,CapabilityBoundingSet,NoNewPrivileges,"
        + "WorkingDirectory,Environment,EnvironmentFiles,LoadCredential,ExecStart,DynamicUser";

    /** More than systemd would name if any were left out on purpose: all. */
    private static final int MANY = 30;

    /**
     * Takes what {@code systemctl show} has printed.
     *
     * @return null where there is no such unit
     */
    public static @Nullable ServiceUnit ofSystemctl(String output) {
        Map<String, List<String>> values = new HashMap<>();
        for (String line : output.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.computeIfAbsent(line.substring(0, equals), n -> new ArrayList<>()).add(line.substring(equals + 1));
            }
        }
        if (!values.getOrDefault("LoadState", List.of()).equals(List.of("loaded"))) {
            return null;
        }
        List<String> files = values.getOrDefault("EnvironmentFiles", List.of()).stream().filter(file -> !file.isEmpty()).map(file -> (file.endsWith(
            " (ignore_errors=yes)") ? "-" : "") + file.replaceFirst(" \\(ignore_errors=(yes|no)\\)$", "")).toList();
        String start = String.join("", values.getOrDefault("ExecStart", List.of("")).subList(0, 1)).replaceFirst(".* argv\\[]=", "")
            .replaceFirst(" ; ignore_errors=.*", "");
        return of("systemctl show", name -> values.getOrDefault(name, List.of()), files, UnitWords.split(start));
    }

    /**
     * Takes the files of a unit, where systemd does not run.
     *
     * @param root of the file system
     * @return null where there is no such unit
     * @throws IOException a file cannot be read
     */
    public static @Nullable ServiceUnit ofFiles(Path root, String unit) throws IOException {
        UnitText text = UnitText.find(root, unit);
        if (text == null) {
            return null;
        }
        List<String> start = UnitWords.split(String.join("", last(text.all("ExecStart"))));
        if (!start.isEmpty()) {
            // How systemd is to run it stands in front of the path.
            start.set(0, start.get(0).replaceFirst("^[@:+!|-]+", ""));
        }
        return of(text.files(), text::all, text.all("EnvironmentFile").stream().filter(file -> !file.isEmpty()).toList(), start);
    }

    private static ServiceUnit of(String from, Function<String, List<String>> values, List<String> files, List<String> start) {
        Map<String, String> environment = new LinkedHashMap<>();
        words(values.apply("Environment")).stream().filter(word -> word.indexOf('=') > 0)
            .forEach(word -> environment.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        Map<String, String> credentials = new LinkedHashMap<>();
        words(values.apply("LoadCredential")).stream().filter(word -> word.indexOf(':') > 0)
            .forEach(word -> credentials.put(word.substring(0, word.indexOf(':')), word.substring(word.indexOf(':') + 1)));
        Set<String> ambient = capabilities(values.apply("AmbientCapabilities"));
        return new ServiceUnit(from, one(values, "User"), one(values, "Group"), words(values.apply("SupplementaryGroups")),
            ambient == null ? Set.of() : ambient, values.apply("CapabilityBoundingSet").isEmpty() ? null
                : capabilities(values.apply("CapabilityBoundingSet")), one(values, "NoNewPrivileges").matches("yes|true|on|1"),
            one(values, "WorkingDirectory").replaceFirst("^[-!]", ""), environment, files, credentials, List.copyOf(start));
    }

    private static List<String> last(List<String> values) {
        return values.isEmpty() ? values : values.subList(values.size() - 1, values.size());
    }

    private static String one(Function<String, List<String>> values, String name) {
        return String.join("", last(values.apply(name)));
    }

    private static List<String> words(List<String> values) {
        return values.stream().flatMap(value -> UnitWords.split(value).stream()).toList();
    }

    /** Null where all but some are named, or nearly all: then nothing is taken away. */
    private static @Nullable Set<String> capabilities(List<String> values) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : words(values)) {
            if (word.startsWith("~")) {
                return null;
            }
            names.add(word.toLowerCase(Locale.ROOT).replaceFirst("^cap_", ""));
        }
        return names.size() > MANY ? null : names;
    }
}

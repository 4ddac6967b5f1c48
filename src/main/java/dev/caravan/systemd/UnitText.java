package dev.caravan.systemd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code [Service]} of a unit with its drop-ins, from the files where systemd looks for them (systemd.unit(5)). Several values of one
 * name are kept in their order; an empty one forgets those before it. Immutable.
 */
final class UnitText {

    private static final List<String> DIRECTORIES = List.of("etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system",
        "usr/lib/systemd/system", "lib/systemd/system");

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();

    private UnitText() {
    }

    /**
     * The unit of this name.
     *
     * @param root of the file system
     * @return null where there is none, or it is masked
     * @throws IOException a file cannot be read
     */
    static @Nullable UnitText find(Path root, String unit) throws IOException {
        Path file = DIRECTORIES.stream().map(directory -> root.resolve(directory).resolve(unit)).filter(Files::exists).findFirst().orElse(null);
        if (file == null || !Files.isRegularFile(file)) {
            // Masked by a link to /dev/null.
            return null;
        }
        UnitText text = new UnitText();
        text.read(file);
        for (Path dropIn : dropIns(root, unit)) {
            text.read(dropIn);
        }
        return text;
    }

    /** In the order of their names; one hides another of its name in a later directory. */
    private static List<Path> dropIns(Path root, String unit) throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        for (String directory : DIRECTORIES) {
            Path folder = root.resolve(directory).resolve(unit + ".d");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(path -> path.toString().endsWith(".conf")).forEach(path -> byName.putIfAbsent(path.getFileName().toString(), path));
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        }
        return byName.values().stream().filter(Files::isRegularFile).toList();
    }

    private void read(Path file) throws IOException {
        files.add(file);
        String section = "";
        String begun = "";
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            // Two at the end are one of the value's own.
            if (text.replaceFirst(".*?(\\\\*)$", "$1").length() % 2 == 1) {
                begun += text.substring(0, text.length() - 1) + " ";
                continue;
            }
            text = begun + text;
            begun = "";
            if (text.startsWith("[")) {
                section = text;
            } else if (section.equals("[Service]") && text.contains("=")) {
                add(text.substring(0, text.indexOf('=')).strip(), text.substring(text.indexOf('=') + 1).strip());
            }
        }
    }

    private void add(String name, String value) {
        List<String> all = values.computeIfAbsent(name, n -> new ArrayList<>());
        if (value.isEmpty()) {
            all.clear();
        }
        all.add(value);
    }

    /** All values of a name, the empty one first where something was forgotten; an empty list where it is not set. */
    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The files that were read, for people. */
    String files() {
        return String.join(", ", files.stream().map(Path::toString).toList());
    }
}

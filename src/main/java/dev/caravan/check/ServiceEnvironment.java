package dev.caravan.check;

import dev.caravan.systemd.ServiceUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment that systemd would give to a unit's process; root alone can put it together, for it reads files that the service's user may
 * not. Copies of the unit's credentials are deleted with {@link #close()}.
 */
final class ServiceEnvironment implements AutoCloseable {

    private final Map<String, String> variables = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Path> copies = new ArrayList<>();

    /** @throws IOException a file that is there cannot be read, or credentials cannot be copied */
    ServiceEnvironment(ServiceUnit unit, String unitName, ServiceAccount account) throws IOException {
        variables.putAll(Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", account.home(),
            "USER", account.name(), "LOGNAME", account.name()));
        variables.putAll(unit.environment());
        for (String name : unit.environmentFiles()) {
            Path file = Path.of(name.replaceFirst("^-", ""));
            if (Files.isRegularFile(file)) {
                variables.putAll(read(Files.readAllLines(file)));
            } else if (!name.startsWith("-")) {
                problems.add(file + " is missing: without this EnvironmentFile the service does not start");
            }
        }
        if (!unit.credentials().isEmpty()) {
            copy(unit, unitName, account);
        }
    }

    /** Lines of a file of variables, as systemd reads them. */
    static Map<String, String> read(List<String> lines) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : lines) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
                String value = text.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                    && value.charAt(value.length() - 1) == value.charAt(0);
                found.put(text.substring(0, equals).strip(), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return found;
    }

    /** The directory stays root's: the user who may read the copies cannot put others in their places. */
    private void copy(ServiceUnit unit, String unitName, ServiceAccount account) throws IOException {
        Path directory = Files.createTempDirectory("caravan-check");
        copies.add(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        for (Map.Entry<String, String> credential : unit.credentials().entrySet()) {
            Path from = Path.of(credential.getValue());
            if (!Files.isRegularFile(from)) {
                problems.add(from + " is missing: without this LoadCredential the service does not start");
                continue;
            }
            Path to = directory.resolve(Path.of(credential.getKey()).getFileName().toString());
            copies.add(0, to);
            Files.createFile(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
            Files.setAttribute(to, "unix:uid", account.uid());
            Files.write(to, Files.readAllBytes(from));
        }
        variables.put("CREDENTIALS_DIRECTORY", directory.toString());
        variables.replaceAll((name, value) -> value.replace("/run/credentials/" + unitName, directory.toString()));
    }

    Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /** What keeps the service from starting, in sentences. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() throws IOException {
        for (Path copy : copies) {
            Files.deleteIfExists(copy);
        }
    }
}

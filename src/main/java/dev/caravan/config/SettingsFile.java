package dev.caravan.config;

import dev.caravan.trust.ClosedDirectory;
import dev.caravan.trust.Exposed;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code application.properties} in the working directory, or otherwise in {@code /etc/caravan}. Settings name commands, so nobody else
 * may be able to change the file: root may start Caravan in another user's folder, or in /tmp. The file is read once, when it is found.
 * Immutable.
 */
public final class SettingsFile {

    /** The name of the file. */
    public static final String NAME = "application.properties";
    /** The directory of a service's files. */
    public static final Path SYSTEM = Path.of("/etc/caravan");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final @Nullable Path path;
    private final String text;
    private final Properties values = new Properties();

    private SettingsFile(@Nullable Path path, String text) {
        this.path = path;
        this.text = text;
        try {
            values.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": it cannot be read: " + e.getMessage()
                + " (a \\ is written as \\\\ in this file)", e);
        }
        values.replaceAll((name, value) -> ((String) value).stripTrailing());
    }

    /**
     * Returns the file in effect.
     *
     * @throws IllegalArgumentException if others can change it, or it cannot be read; the message says what to do
     */
    public static SettingsFile find() {
        return find(Path.of(""), SYSTEM);
    }

    /** Looks in other directories than the working directory and that of the service. */
    static SettingsFile find(Path here, Path system) {
        for (Path file : List.of(here.resolve(NAME), system.resolve(NAME))) {
            if (Files.exists(file)) {
                return read(file);
            }
            if (ClosedDirectory.hides(file)) {
                // To go on with the defaults would keep all objects on this machine.
                throw new IllegalArgumentException(ClosedDirectory.hidden(file.toAbsolutePath().toString()));
            }
        }
        return none();
    }

    /** Returns a file that sets nothing. */
    public static SettingsFile none() {
        return new SettingsFile(null, "");
    }

    private static SettingsFile read(Path file) {
        String problem = problem(file, "settings");
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        try {
            return new SettingsFile(file, decode(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }

    /** Decodes UTF-8 or UTF-16 with a byte order mark, UTF-8 without one, or otherwise ISO 8859-1, which Java's property files once had. */
    private static String decode(byte[] bytes) {
        Charset charset = bytes.length > 1 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF
            && (bytes[0] == (byte) 0xFE || bytes[0] == (byte) 0xFF) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** Returns the path; null if there is no file. */
    public @Nullable Path path() {
        return path;
    }

    /** Returns the values by name, without trailing spaces. */
    public Properties values() {
        return values;
    }

    /** Returns the number of the line that sets a name, from 1; the last such line if there are several; 0 if there is none. */
    public int lineOf(String name) {
        List<String> lines = text.lines().toList();
        int found = 0;
        for (int i = 0; i < lines.size(); i++) {
            int begin = i + 1;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (!isComment(logical) && continues(logical) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            Properties one = new Properties();
            try {
                one.load(new StringReader(logical.toString()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            found = one.containsKey(name) ? begin : found;
        }
        return found;
    }

    private static boolean isComment(CharSequence line) {
        String begin = line.toString().stripLeading();
        return begin.startsWith("#") || begin.startsWith("!");
    }

    private static boolean continues(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /**
     * Checks whether others can change a file or folder that names commands.
     *
     * @param what what the file or folder has, for the message, such as {@code settings}
     * @return what is wrong and what to type; null if nobody else can change it
     */
    public static @Nullable String problem(Path path, String what) {
        try {
            Exposed exposed = Trust.ofProgram().exposed(path);
            return exposed == null ? null : (exposed.path().equals(path.toAbsolutePath()) ? "" : path + ": ") + exposed.path() + " "
                + exposed.reason() + ", and " + what + " can run commands. Type: " + exposed.remedy() + " (or name a directory in "
                + Trust.DIRECTORIES + " to trust all that is in it)";
        } catch (IOException e) {
            return path + ": its permissions cannot be read: " + e;
        }
    }
}

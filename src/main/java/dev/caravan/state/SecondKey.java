package dev.caravan.state;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The second key of a part whose own key another object has: {@code -again} and a time are added to the name, before the extension.
 * Nobody else can know such a key.
 */
public final class SecondKey {

    /** The original name, the suffix of a second key, and the extension including that of the compression. */
    private static final Pattern NAME = Pattern.compile("(.*?)(-again[0-9a-z]{12,13})?((?:\\.[A-Za-z0-9]+)?(?:\\.(?:gz|zst))?)",
        Pattern.DOTALL);
    private static final int LONGEST_NAME = 255;

    private SecondKey() {
    }

    /** Reports whether a file of the outbox has a second key. */
    public static boolean has(Path file) {
        return matcher(file).group(2) != null;
    }

    /** Returns a path for a file of the outbox with a name that no other file has, derived from its first one. */
    public static Path of(Path file) {
        Matcher name = matcher(file);
        String added = String.format(Locale.ROOT, "-again%12s", Long.toString(System.nanoTime() & Long.MAX_VALUE, 36)).replace(' ', '0');
        String own = name.group(1);
        int room = LONGEST_NAME - added.length() - name.group(3).length();
        return file.resolveSibling(own.substring(0, Math.min(own.length(), room)) + added + name.group(3));
    }

    private static Matcher matcher(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalStateException("every name matches: " + file);
        }
        return name;
    }
}

package dev.caravan.source.file;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Converts paths to text and back, whatever their bytes and the locale. On Linux, the name of a file is bytes. Java keeps them in a
 * {@link Path} that came from a listing, but loses them in its text if they are not in the locale's encoding, and refuses to create such a
 * path from text.
 *
 * <p>Text is UTF-8 here, in every locale. A path that is not UTF-8 is written as its URI: {@code file:///var/log/caf%E9.log}. No absolute
 * path begins like that.
 */
final class PathText {

    private static final boolean UTF_8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
    private static final String URI_BEGINS = "file:///";
    private static final Path ROOT = Path.of("/");
    private static final Path HERE = Path.of("");
    private static final char REPLACEMENT = '\uFFFD';
    /** Added to a byte of a name that is not UTF-8. The result is half of a surrogate pair, which occurs in no other text. */
    private static final char ESCAPE = '\uDC00';
    private static final String PLAIN = "/.-_~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private PathText() {
    }

    /** Returns the text of an absolute path, from which {@link #path} makes the same path; for the checkpoint, and for people. */
    static String of(Path path) {
        String text = path.toString();
        if (isExact(text)) {
            return text;
        }
        byte[] bytes = bytes(path);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "file://" + escaped(bytes);
        }
    }

    /** Returns the path of a text that {@link #of} returned, or that a setting contains. */
    static Path path(String text) {
        if (text.startsWith(URI_BEGINS)) {
            return Path.of(URI.create(text));
        }
        return UTF_8 || isAscii(text) ? Path.of(text) : path(text.getBytes(StandardCharsets.UTF_8), text.startsWith("/"));
    }

    /**
     * Returns the text of a relative path, or of a name, for comparisons: each byte that is not UTF-8 becomes a character that can be
     * neither written nor printed.
     */
    static String name(Path relative) {
        String text = relative.toString();
        if (isExact(text)) {
            return text;
        }
        byte[] bytes = bytes(ROOT.resolve(relative));
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < bytes.length;) {
            int length = sequence(bytes, i);
            if (length == 0) {
                name.append((char) (ESCAPE + (bytes[i++] & 0xFF)));
            } else {
                name.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return name.toString();
    }

    /** Returns the path of a name, as {@link #name} returns it, in a directory. */
    static Path resolve(Path directory, String name) {
        boolean escapes = name.chars().anyMatch(c -> c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF);
        if (isAscii(name) || UTF_8 && !escapes) {
            return directory.resolve(name);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < name.length();) {
            int c = name.codePointAt(i);
            if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF) {
                bytes.write(c - ESCAPE);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
            i += Character.charCount(c);
        }
        return directory.resolve(path(bytes.toByteArray(), name.startsWith("/")));
    }

    /** Returns the path of a name in the directory of another path. */
    static Path beside(Path path, String name) {
        Path directory = path.getParent();
        return resolve(directory == null ? HERE : directory, name);
    }

    /** Returns the bytes of an absolute path, as the system stores them. */
    static byte[] bytes(Path path) {
        String text = path.toString();
        return isExact(text) ? text.getBytes(StandardCharsets.UTF_8) : bytesOfUri(path);
    }

    /** Returns the bytes by way of the URI, the only way in Java. */
    private static byte[] bytesOfUri(Path path) {
        String uri = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            bytes.write(c == '%' ? Integer.parseInt(uri, i + 1, i + 3, 16) : c);
            i += c == '%' ? 2 : 0;
        }
        byte[] all = bytes.toByteArray();
        // The URI of a directory ends with a slash.
        return all.length > 1 && all[all.length - 1] == '/' ? java.util.Arrays.copyOf(all, all.length - 1) : all;
    }

    /** Returns the path of these bytes, absolute or not. */
    static Path path(byte[] bytes) {
        return path(bytes, bytes.length > 0 && bytes[0] == '/');
    }

    private static Path path(byte[] bytes, boolean absolute) {
        Path path = Path.of(URI.create("file://" + (absolute ? "" : "/") + escaped(bytes)));
        return absolute || path.getNameCount() == 0 ? path : path.subpath(0, path.getNameCount());
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            if (PLAIN.indexOf(b) >= 0) {
                text.append((char) b);
            } else {
                text.append('%').append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                    .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return text.toString();
    }

    /** Reports whether Java's text of this path names the same file. */
    static boolean isExact(Path path) {
        return isExact(path.toString());
    }

    /** Reports whether Java's text of a path contains all of its bytes. */
    private static boolean isExact(String text) {
        return UTF_8 ? text.indexOf(REPLACEMENT) < 0 : isAscii(text);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Returns the length of the UTF-8 sequence of one character that begins here; 0 if there is none. */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            return length;
        } catch (CharacterCodingException e) {
            return 0;
        }
    }
}

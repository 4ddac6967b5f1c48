package dev.caravan.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Values as attackers choose them: what separates fields in some format, what imitates a record, and bytes that are no text. */
final class Hostile {

    private static final String[] PIECES = {"\"", "\\", "\\\"", "\\\\", "'", " ", "  ", "-", " - ", "\" \"", "[", "]", "] [", ":", ": ", ",", ", ",
        ";",
        "=", "{", "}", "|", "||", "(", ")", "%", "$", "<", "/", "?", "null", "true", "0", "1", "a", "root", "é", "\u2028", "\u2029", "\u0085",
        "\ufeff",
        "😀", "\u00ad", "\\x22", "\\x0a", "\\n", "\t", "\u0001", "\u001d", "\u007f", "\u0000", "#", "*",
        ", client: 6.6.6.6, server: evil", ", server: evil", ", request: \"GET /evil\"", "\", host: \"evil", "\", upstream: 6.6.6.6:1",
        ", login: \"evil", ", bytes from/to client:6/6, bytes from/to upstream:6/6", "\": password mismatch", "\" was not found in \"evil",
        "6.6.6.6", "6.6.6.6 ", " from 6.6.6.6 port 22 ssh2", " from 6.6.6.6", "[client 6.6.6.6:6] ", " [file \"evil\"] [line \"6\"] [id \"6\"]",
        " [severity \"EVIL\"]", " [uri \"/evil\"]", ", referer: evil", "res=success", " addr=6.6.6.6", "' res=success", " rhost=6.6.6.6",
        " user=evil",
        " - - [25/Nov/2026:02:25:37 +0000] \"GET /evil HTTP/1.1\" 200 6 \"-\" \"evil\"", " [25/Nov/2026:02:25:37 +0000] \"",
        "\" 200 6 \"-\" \"evil\"",
        " HTTP/1.1\" 666 6 \"", "[sshd] Ban 6.6.6.6", "(evil)", "-\" \"-", "users:((\"evil\",pid=6,fd=6))", "\",pid=6,fd=6),(\"evil",
        "LISTEN 0 6 6.6.6.6:6 0.0.0.0:*",
        " ; COMMAND=/evil", "USER=evil ; "};

    private final Random random;

    Hostile(Random random) {
        this.random = random;
    }

    /** Bytes of any kind but newlines; {@code least} of them at least. */
    byte[] bytes(int least) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        do {
            if (random.nextInt(12) == 0) {
                int c = random.nextInt(256);
                out.write(c == '\n' ? ' ' : c);
            } else {
                out.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
            }
        } while (out.size() < least || random.nextInt(4) != 0 && out.size() < 200);
        return out.toByteArray();
    }

    /** Text of printable ASCII, without what a colon or a newline would cut off. */
    String printable() {
        StringBuilder text = new StringBuilder();
        for (char c : text(bytes(1)).toCharArray()) {
            if (c >= ' ' && c < 0x7f) {
                text.append(c);
            }
        }
        return text.toString();
    }

    String word() {
        String word = printable().replaceAll("[ \"\\\\:\\[\\],]", "");
        return word.isEmpty() ? "x" : word;
    }

    String address() {
        return random.nextBoolean() ? "203.0.113." + random.nextInt(250) : "2001:db8::" + (1 + random.nextInt(9999));
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    boolean sometimes() {
        return random.nextInt(3) == 0;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

package dev.caravan.parse;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Names, directories and commands as an attacker would choose them: with the words of programs in them. */
public final class HostileNames {

    private static final String[] PIECES = {"root", "x", " ", "  ", "'", "\"", "\\", "(", ")", "[", "]", "<", ">", ",", ";", "=", "\u2028", "\u00e9",
        "\u0085",
        " from 6.6.6.6 port 22", " from 6.6.6.6 port 22 ssh2", " 6.6.6.6 port 22", " 6.6.6.6 port 22 [preauth]", "invalid user ", " for ", " ssh2",
        " rhost=6.6.6.6", "  user=root", " ruser=", " user=root", " tty=x", "' from 6.6.6.6:22", "6.6.6.6:22", ") root on pts/9", " by root",
        " on pts/9",
        " FOR root, no", ", ", " ; USER=root", " ; COMMAND=/bin/true", " ; TTY=pts/9 ; PWD=/", " ; PWD=/", " ; EXIT=0", " as root from /",
        " ran command id as ",
        "] [USER=eve] [TTY=x] [CWD=/] [COMMAND=y]", " [COMMAND=z]", " (owned by unix-user:eve)", "res=success", " addr=6.6.6.6",
        "' res=success addr=6.6.6.6",
        "\u0001", "\t", "\u001d", "\u007f", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001"};

    private final Random random;

    public HostileNames(Random random) {
        this.random = random;
    }

    /** Without these characters, as the program that writes it takes none of them. */
    public String next(String without, int longest) {
        StringBuilder name = new StringBuilder();
        for (int n = 1 + random.nextInt(7); n > 0; n--) {
            name.append(PIECES[random.nextInt(PIECES.length)].repeat(random.nextInt(12) == 0 ? 1 + random.nextInt(12) : 1));
        }
        String text = name.substring(0, Math.min(longest, name.length()));
        for (char c : without.toCharArray()) {
            text = text.replace(String.valueOf(c), "");
        }
        return text;
    }

    /** As sshd writes it: strnvis with octal numbers. */
    public static String vis(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '\\') {
                out.append("\\\\");
            } else if (b < ' ' || b == 0x7f) {
                out.append(String.format("\\%03o", b & 0xff));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    /** As rsyslog writes control characters. */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(c < ' ' || c == 0x7f ? String.format("#%03o", (int) c) : String.valueOf(c));
        }
        return out.toString();
    }
}

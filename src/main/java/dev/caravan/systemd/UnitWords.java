package dev.caravan.systemd;

import java.util.ArrayList;
import java.util.List;

/** Takes the values of unit files apart (systemd.syntax(7), "QUOTING"). */
final class UnitWords {

    private static final String ESCAPED = "abfnrtvs";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b ";

    private UnitWords() {
    }

    /** Words with spaces between; quotes and backslashes as systemd takes them. Numbers of characters ({@code \x41}) are left as they are. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isOpen = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                int escape = ESCAPED.indexOf(next);
                word.append(escape >= 0 ? String.valueOf(MEANT.charAt(escape)) : next == '\\' || next == '"' || next == '\'' ? String.valueOf(next)
                    : "\\" + next);
                isOpen = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                isOpen = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (isOpen) {
                    words.add(word.toString());
                }
                word.setLength(0);
                isOpen = false;
            } else {
                word.append(c);
                isOpen = true;
            }
        }
        if (isOpen) {
            words.add(word.toString());
        }
        return words;
    }
}

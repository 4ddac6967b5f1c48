package dev.caravan.http;

import dev.caravan.logging.LogText;

/** Text of HTML. What others have written is escaped: names of files, keys, answers of stores. Not thread safe. */
final class Html {

    private final StringBuilder text = new StringBuilder(8192);

    /** Adds markup as it is: never what others have written. */
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds a text that may be anything. */
    Html text(String any) {
        String clean = LogText.escape(any);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.append(c);
            }
        }
        return this;
    }

    /**
     * Adds a cell of a table.
     *
     * @param label the name of its column
     * @param type  a class of page.css; empty for none
     */
    Html cell(String label, String type, String any) {
        return raw("<td role=\"cell\" data-label=\"" + label + (type.isEmpty() ? "\">" : "\" class=\"" + type + "\">")).text(any).raw("</td>");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

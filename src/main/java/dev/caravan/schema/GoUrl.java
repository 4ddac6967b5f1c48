package dev.caravan.schema;

/** Which texts Go's {@code url.Parse} takes for a URL with the scheme http or https. */
public final class GoUrl {

    /** What may stand in the host part besides letters and digits. */
    private static final String HOST = "-_.~!$&'()*+,;=:[]<>\"";
    private static final String USER = "-_.~!$&'()*+,;=:@";

    private GoUrl() {
    }

    /** Whether the text is a web address. Spaces in path and query are fine, as they are for Go. */
    public static boolean isWeb(String s) {
        int colon = s.indexOf(':');
        if (colon < 0 || !s.regionMatches(true, 0, "http", 0, 4)
            || colon != 4 && !(colon == 5 && (s.charAt(4) == 's' || s.charAt(4) == 'S'))) {
            return false;
        }
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) < ' ' || s.charAt(i) == 0x7f) {
                return false;
            }
        }
        String rest = s.substring(colon + 1);
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            if (!escapesAreGood(rest.substring(hash + 1))) {
                return false;
            }
            rest = rest.substring(0, hash);
        }
        int query = rest.indexOf('?');
        if (query >= 0) {
            rest = rest.substring(0, query);
        }
        if (!rest.startsWith("/")) {
            // Opaque, for example http:example: Go looks no further.
            return true;
        }
        if (!rest.startsWith("//")) {
            return escapesAreGood(rest);
        }
        int slash = rest.indexOf('/', 2);
        String path = slash < 0 ? "" : rest.substring(slash);
        return isAuthority(rest.substring(2, slash < 0 ? rest.length() : slash)) && escapesAreGood(path);
    }

    private static boolean isAuthority(String authority) {
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String user = authority.substring(0, at);
            if (!consistsOf(user.replace("%", ""), USER, false) || !escapesAreGood(user)) {
                return false;
            }
        }
        String host = authority.substring(at + 1);
        if (host.startsWith("[")) {
            int bracket = host.lastIndexOf(']');
            return bracket > 0 && isPort(host.substring(bracket + 1)) && escapesAreGood(host);
        }
        int colon = host.lastIndexOf(':');
        if (colon >= 0 && !isPort(host.substring(colon))) {
            return false;
        }
        return consistsOf(host.replace("%", ""), HOST, true) && escapesAreGood(host) && onlyForeignEscapes(host);
    }

    private static boolean isPort(String s) {
        if (s.isEmpty()) {
            return true;
        }
        return s.charAt(0) == ':' && s.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean consistsOf(String s, String others, boolean foreign) {
        return s.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
            || others.indexOf(c) >= 0 || foreign && c >= 0x80);
    }

    /** In a host only bytes beyond ASCII may be escaped, that is %80 and up. */
    private static boolean onlyForeignEscapes(String host) {
        for (int i = host.indexOf('%'); i >= 0; i = host.indexOf('%', i + 1)) {
            if (Character.digit(host.charAt(i + 1), 16) < 8) {
                return false;
            }
        }
        return true;
    }

    private static boolean escapesAreGood(String s) {
        for (int i = s.indexOf('%'); i >= 0; i = s.indexOf('%', i + 1)) {
            if (i + 2 >= s.length() || !isHex(s.charAt(i + 1)) || !isHex(s.charAt(i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }
}

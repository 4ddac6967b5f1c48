package dev.caravan.schema;

/** Which texts Go's {@code net.ParseIP} takes for an address: IPv4 with four parts, IPv6 without a zone. */
public final class GoAddress {

    private GoAddress() {
    }

    /** Whether the text is an IP address. No name is looked up. */
    public static boolean isIp(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) == '.') {
                return isIpv4(s);
            }
            if (s.charAt(i) == ':') {
                return isIpv6(s);
            }
        }
        return false;
    }

    private static boolean isIpv4(String s) {
        String[] parts = s.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            // A leading zero is refused: some programs read it as octal.
            if (part.isEmpty() || part.length() > 3 || part.length() > 1 && part.charAt(0) == '0'
                || !GoNumber.isInt(part, 16) || part.charAt(0) == '+' || part.charAt(0) == '-'
                || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String s) {
        int gap = s.indexOf("::");
        if (gap < 0) {
            return groups(s, true) == 8;
        }
        int before = groups(s.substring(0, gap), false);
        int after = groups(s.substring(gap + 2), true);
        // The gap stands for one group of zeros at least.
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /** How many 16-bit groups the text has, or -1 when one of them is none. An IPv4 address at the end counts as two. */
    private static int groups(String s, boolean ipv4AtEnd) {
        if (s.isEmpty()) {
            return 0;
        }
        String[] parts = s.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (isHexGroup(parts[i])) {
                count++;
            } else if (ipv4AtEnd && i == parts.length - 1 && isIpv4(parts[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }

    private static boolean isHexGroup(String s) {
        if (s.isEmpty() || s.length() > 4) {
            return false;
        }
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F')) {
                return false;
            }
        }
        return true;
    }
}

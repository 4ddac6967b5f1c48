package dev.caravan.parse.core;

/** Recognises IP address literals: dotted IPv4 without leading zeros, IPv6 as in RFC 4291, section 2.2; no scope. */
public final class IpAddress {

    private IpAddress() {
    }

    /** Whether the bytes in [from, to) are an IPv4 or IPv6 literal. */
    public static boolean isLiteral(byte[] b, int from, int to) {
        return isV4(b, from, to) || isV6(b, from, to);
    }

    static boolean isV4(byte[] b, int from, int to) {
        if (to - from < 7 || to - from > 15) {
            return false;
        }
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (i >= to || b[i++] != '.')) {
                return false;
            }
            int begin = i;
            while (i < to && Ascii.isDigit(b[i])) {
                i++;
            }
            long n = i - begin > 3 || i - begin > 1 && b[begin] == '0' ? -1 : Ascii.number(b, begin, i);
            if (n < 0 || n > 255) {
                return false;
            }
        }
        return i == to;
    }

    /** Whether the bytes in [from, to) are an IPv6 address (RFC 4291), without a scope. */
    public static boolean isV6(byte[] b, int from, int to) {
        if (to - from < 2 || to - from > 45) {
            return false;
        }
        int i = from;
        int groups = 0;
        boolean gap = b[i] == ':' && b[i + 1] == ':';
        if (gap) {
            i += 2;
        }
        while (i < to) {
            int begin = i;
            while (i < to && Character.digit(b[i], 16) >= 0) {
                i++;
            }
            if (i < to && b[i] == '.') {
                return isV4(b, begin, to) && fits(groups + 2, gap);
            }
            if (i == begin || i - begin > 4) {
                return false;
            }
            groups++;
            if (i == to) {
                return fits(groups, gap);
            }
            if (b[i++] != ':' || i == to) {
                return false;
            }
            if (b[i] == ':') {
                if (gap) {
                    return false;
                }
                gap = true;
                i++;
            }
        }
        return fits(groups, gap);
    }

    /** Eight groups of 16 bits; "::" stands for one at least. */
    private static boolean fits(int groups, boolean gap) {
        return gap ? groups <= 7 : groups == 8;
    }
}

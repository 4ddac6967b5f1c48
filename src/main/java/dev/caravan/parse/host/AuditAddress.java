package dev.caravan.parse.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A socket address as the kernel writes it into the audit log: {@code saddr}, a {@code struct sockaddr} in hex (man 7 ip,
 * ipv6, unix). Its family is in the machine's byte order, the port in the network's.
 *
 * @param family  {@code inet}, {@code inet6} or {@code local}, as auditd's own {@code saddr_fam} has it
 * @param address the IP address, or null
 * @param port    the port, or -1
 * @param path    the path of a local socket, an abstract one with {@code @} before it; or null
 */
record AuditAddress(String family, @Nullable String address, int port, @Nullable String path) {

    private static final int LOCAL = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;

    /** Null for what is none, is cut off, or is of another family. */
    static @Nullable AuditAddress of(String hex) {
        if (hex.length() < 6 || hex.length() % 2 != 0 || !hex.matches("[0-9A-Fa-f]+")) {
            return null;
        }
        ByteBuffer b = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        int little = b.order(ByteOrder.LITTLE_ENDIAN).getShort(0);
        int family = little < 256 && little > 0 ? little : b.order(ByteOrder.BIG_ENDIAN).getShort(0);
        b.order(ByteOrder.BIG_ENDIAN);
        if (family == INET && b.limit() >= 8) {
            return new AuditAddress("inet", (b.get(4) & 255) + "." + (b.get(5) & 255) + "." + (b.get(6) & 255) + "."
                + (b.get(7) & 255), b.getShort(2) & 0xffff, null);
        }
        if (family == INET6 && b.limit() >= 24) {
            return new AuditAddress("inet6", inet6(b, 8), b.getShort(2) & 0xffff, null);
        }
        return family == LOCAL ? new AuditAddress("local", null, -1, path(b)) : null;
    }

    /** What is behind the path's end is what was in memory there. */
    private static @Nullable String path(ByteBuffer b) {
        boolean hidden = b.get(2) == 0;
        int from = hidden ? 3 : 2;
        int end = from;
        while (end < b.limit() && b.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - from];
        b.get(from, bytes);
        String path = new String(bytes, StandardCharsets.UTF_8);
        return path.isEmpty() ? null : hidden ? "@" + path : path;
    }

    /** As RFC 5952 has it: the longest run of zeros is left out. */
    private static String inet6(ByteBuffer b, int at) {
        int best = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int n = 0;
            while (i + n < 8 && b.getShort(at + 2 * (i + n)) == 0) {
                n++;
            }
            if (n > length) {
                best = i;
                length = n;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                    .append(Integer.toHexString(b.getShort(at + 2 * i) & 0xffff));
            }
        }
        return text.toString();
    }
}

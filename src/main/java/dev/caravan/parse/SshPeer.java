package dev.caravan.parse;

/**
 * {@code ADDRESS port NUMBER} in a message of sshd.
 *
 * @param begin   where the address begins
 * @param addressEnd where it ends; it is a host name when sshd was told to look it up
 * @param port    the number
 * @param end     the index after the port
 */
record SshPeer(int begin, int addressEnd, long port, int end) {

    private static final String PORT = " port ";

    /** The one that ends exactly at {@code to}, or null. */
    static SshPeer endingAt(byte[] b, int from, int to) {
        int port = Ascii.lastIndexOf(b, from, to, ' ') + 1;
        int addressEnd = port - PORT.length();
        if (port == 0 || !Ascii.ends(b, from, port, PORT)) {
            return null;
        }
        int space = Ascii.lastIndexOf(b, from, addressEnd, ' ');
        return of(b, space < 0 ? from : space + 1, addressEnd, port, to);
    }

    /** The one that begins exactly at {@code from}, or null. */
    static SshPeer beginningAt(byte[] b, int from, int to) {
        int addressEnd = Ascii.tokenEnd(b, from, to);
        int port = addressEnd + PORT.length();
        if (!Ascii.starts(b, addressEnd, to, PORT)) {
            return null;
        }
        int end = port;
        while (end < to && Ascii.isDigit(b[end])) {
            end++;
        }
        return of(b, from, addressEnd, port, end);
    }

    /** The one in [from, to) when {@code port} is there only once, or null. */
    static SshPeer only(byte[] b, int from, int to) {
        int addressEnd = Ascii.findOnly(b, from, to, PORT);
        if (addressEnd < 0) {
            return null;
        }
        int space = Ascii.lastIndexOf(b, from, addressEnd, ' ');
        return beginningAt(b, space < 0 ? from : space + 1, to);
    }

    private static SshPeer of(byte[] b, int begin, int addressEnd, int port, int end) {
        long number = Ascii.number(b, port, end);
        return begin >= addressEnd || number < 0 || number > 65535 ? null : new SshPeer(begin, addressEnd, number, end);
    }

    void write(byte[] b, RecordWriter record) {
        AuthEvents.address(record, b, begin, addressEnd);
        record.number(AuthEvents.SRC_PORT, port);
    }
}

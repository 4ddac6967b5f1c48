package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;

/**
 * Messages of OpenSSH's sshd (auth.c, auth2-pubkey.c, packet.c). Events: {@code ssh_login}, {@code ssh_failed},
 * {@code ssh_invalid_user}, {@code ssh_denied} (by AllowUsers and the like), {@code ssh_max_attempts},
 * {@code ssh_disconnect}, {@code ssh_connection_closed}, {@code ssh_connection}, {@code ssh_protocol_error}.
 *
 * <p>The client chooses the user name, the name of the method, the reason of a disconnect and the id in a certificate,
 * with spaces, as long texts. The address is sshd's: it is read from the end of the message when the user stands before
 * it, from the begin when the client's text comes after it, and only if it is there once when there is text on both sides.
 */
final class SshEvents {

    private static final SerializableString METHOD = RecordWriter.name("method");
    private static final SerializableString KEY_TYPE = RecordWriter.name("key_type");
    private static final SerializableString KEY_FINGERPRINT = RecordWriter.name("key_fingerprint");

    private static final String FROM = " from ";
    private static final String FOR = " for ";
    private static final String INVALID_USER = "invalid user ";
    private static final String[] USER_BEGINS = {INVALID_USER, "authenticating user ", "user "};
    private static final String PREAUTH = " [preauth]";

    private SshEvents() {
    }

    static void write(byte[] b, int from, int to, RecordWriter record) {
        int end = Ascii.ends(b, from, to, PREAUTH) ? to - PREAUTH.length() : to;
        if (from == to) {
            return;
        }
        // The first letter decides, so that most lines need one comparison.
        switch (b[from]) {
            case 'A' -> authentication(b, from, end, "Accepted ", "ssh_login", "success", record);
            case 'F' -> authentication(b, from, end, "Failed ", "ssh_failed", "failure", record);
            case 'I' -> userFrom(b, from, end, "Invalid user ", "", "ssh_invalid_user", record);
            case 'e' -> userFrom(b, from, end, "error: maximum authentication attempts exceeded for ", " ssh2",
                "ssh_max_attempts", record);
            case 'C' -> {
                peerLast(b, from, end, "Connection closed by ", "ssh_connection_closed", record);
                peerLast(b, from, end, "Connection reset by ", "ssh_connection_closed", record);
                peerFirst(b, from, end, "Connection from ", "ssh_connection", record);
            }
            case 'D' -> {
                peerLast(b, from, end, "Disconnected from ", "ssh_disconnect", record);
                disconnecting(b, from, end, record);
            }
            case 'R' -> peerFirst(b, from, end, "Received disconnect from ", "ssh_disconnect", record);
            case 'b' -> peerFirst(b, from, end, "banner exchange: Connection from ", "ssh_protocol_error", record);
            case 'B' -> badProtocol(b, from, end, record);
            case 'U' -> {
                peerFirst(b, from, end, "Unable to negotiate with ", "ssh_protocol_error", record);
                denied(b, from, end, record);
            }
            default -> {
            }
        }
    }

    /** {@code Failed METHOD for [invalid user ]USER from ADDRESS port N ssh2[: KEY]}. */
    private static void authentication(byte[] b, int from, int to, String begin, String event, String outcome,
                                       RecordWriter record) {
        if (!Ascii.starts(b, from, to, begin)) {
            return;
        }
        AuthEvents.event(record, event, outcome);
        int method = from + begin.length();
        int peerEnd = Ascii.ends(b, method, to, " ssh2") ? to - 5 : keyed(b, method, to, record);
        SshPeer peer = peerEnd < 0 ? null : SshPeer.endingAt(b, method, peerEnd);
        if (peer == null || !Ascii.ends(b, method, peer.begin(), FROM)) {
            return;
        }
        peer.write(b, record);
        int methodEnd = Ascii.tokenEnd(b, method, to);
        int user = methodEnd + FOR.length();
        int userEnd = peer.begin() - FROM.length();
        // With a second "for", the client may have put the first one into the name of a method of its own.
        if (user <= userEnd && Ascii.starts(b, methodEnd, to, FOR) && Ascii.find(b, user, userEnd, FOR) < 0) {
            record.text(METHOD, b, method, methodEnd);
            record.text(AuthEvents.USER, b, afterInvalid(b, user, userEnd), userEnd);
        }
    }

    /**
     * Writes the key behind {@code ssh2:} and returns the index of the space before {@code ssh2}, or -1. A plain key is
     * the last two words. Behind a certificate stands an id, and behind a host's key a name, that the client chose: then
     * {@code ssh2:} must be in the message only once.
     */
    private static int keyed(byte[] b, int from, int to, RecordWriter record) {
        int print = Ascii.lastIndexOf(b, from, to, ' ') + 1;
        int type = Ascii.lastIndexOf(b, from, Math.max(from, print - 1), ' ') + 1;
        String ssh2 = " ssh2: ";
        boolean plain = isFingerprint(b, print, to) && Ascii.ends(b, from, type, ssh2);
        int at = plain ? type - ssh2.length() : Ascii.findOnly(b, from, to, ssh2);
        if (at < 0) {
            return -1;
        }
        type = at + ssh2.length();
        int typeEnd = Ascii.tokenEnd(b, type, to);
        print = Math.min(typeEnd + 1, to);
        int printEnd = Ascii.tokenEnd(b, print, to);
        printEnd = printEnd > print && b[printEnd - 1] == ',' ? printEnd - 1 : printEnd;
        if (isFingerprint(b, print, printEnd)) {
            record.text(KEY_TYPE, b, type, typeEnd);
            record.text(KEY_FINGERPRINT, b, print, printEnd);
        }
        return at;
    }

    /** {@code SHA256:} and base64, or {@code MD5:} and hexadecimal with colons. */
    private static boolean isFingerprint(byte[] b, int from, int to) {
        if (!Ascii.starts(b, from, to, "SHA256:") && !Ascii.starts(b, from, to, "MD5:")) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!isLetterOrDigit(b[i]) && b[i] != ':' && b[i] != '+' && b[i] != '/' && b[i] != '=') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(byte c) {
        return Ascii.isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** {@code Invalid user USER from ADDRESS port N}; old versions write no port. */
    private static void userFrom(byte[] b, int from, int to, String begin, String last, String event, RecordWriter record) {
        if (!Ascii.starts(b, from, to, begin) || !Ascii.ends(b, from, to, last)) {
            return;
        }
        AuthEvents.event(record, event, "failure");
        int user = from + begin.length() - 1;
        int end = to - last.length();
        SshPeer peer = SshPeer.endingAt(b, user, end);
        int address = peer != null ? peer.begin() : Ascii.lastIndexOf(b, user, end, ' ') + 1;
        if (!Ascii.ends(b, user, address, FROM)) {
            return;
        }
        if (peer != null) {
            peer.write(b, record);
        } else {
            AuthEvents.address(record, b, address, end);
        }
        int userEnd = address - FROM.length();
        record.text(AuthEvents.USER, b, afterInvalid(b, Math.min(user + 1, userEnd), userEnd), userEnd);
    }

    /** {@code Connection closed by [invalid user USER ]ADDRESS port N}. */
    private static void peerLast(byte[] b, int from, int to, String begin, String event, RecordWriter record) {
        int who = from + begin.length();
        SshPeer peer = Ascii.starts(b, from, to, begin) ? SshPeer.endingAt(b, who, to) : null;
        if (peer != null) {
            AuthEvents.event(record, event, null);
            peer.write(b, record);
            writeUser(b, who, peer.begin(), record);
        }
    }

    /** {@code Received disconnect from ADDRESS port N:11: TEXT}. */
    private static void peerFirst(byte[] b, int from, int to, String begin, String event, RecordWriter record) {
        SshPeer peer = Ascii.starts(b, from, to, begin) ? SshPeer.beginningAt(b, from + begin.length(), to) : null;
        if (peer != null) {
            AuthEvents.event(record, event, null);
            peer.write(b, record);
        }
    }

    /** {@code Disconnecting [invalid user USER ]ADDRESS port N: REASON}; the reason may quote the client. */
    private static void disconnecting(byte[] b, int from, int to, RecordWriter record) {
        String begin = "Disconnecting ";
        if (!Ascii.starts(b, from, to, begin)) {
            return;
        }
        AuthEvents.event(record, "ssh_disconnect", null);
        SshPeer peer = SshPeer.only(b, from + begin.length(), to);
        if (peer != null && Ascii.starts(b, peer.end(), to, ": ")) {
            peer.write(b, record);
            writeUser(b, from + begin.length(), peer.begin(), record);
        }
    }

    /** {@code Bad protocol version identification 'TEXT' from ADDRESS port N}. */
    private static void badProtocol(byte[] b, int from, int to, RecordWriter record) {
        if (Ascii.starts(b, from, to, "Bad protocol version identification ")) {
            AuthEvents.event(record, "ssh_protocol_error", null);
            SshPeer peer = SshPeer.endingAt(b, from, to);
            if (peer != null && Ascii.ends(b, from, peer.begin(), FROM)) {
                peer.write(b, record);
            }
        }
    }

    /** {@code User USER from HOST not allowed because …}; the user exists, so his name has no spaces. */
    private static void denied(byte[] b, int from, int to, RecordWriter record) {
        int user = from + "User ".length();
        if (!Ascii.starts(b, from, to, "User ")) {
            return;
        }
        int userEnd = Ascii.tokenEnd(b, user, to);
        int host = userEnd + FROM.length();
        if (Ascii.starts(b, userEnd, to, FROM)) {
            int hostEnd = Ascii.tokenEnd(b, host, to);
            if (Ascii.starts(b, hostEnd, to, " not allowed because ")) {
                AuthEvents.event(record, "ssh_denied", "failure");
                record.text(AuthEvents.USER, b, user, userEnd);
                AuthEvents.address(record, b, host, hostEnd);
            }
        }
    }

    /** The user in what stands before an address: {@code invalid user USER } or nothing. */
    private static void writeUser(byte[] b, int from, int to, RecordWriter record) {
        for (String begin : USER_BEGINS) {
            if (Ascii.starts(b, from, to, begin)) {
                int user = from + begin.length();
                record.text(AuthEvents.USER, b, user, Math.max(user, to - 1));
                return;
            }
        }
    }

    private static int afterInvalid(byte[] b, int user, int userEnd) {
        return Ascii.starts(b, user, userEnd, INVALID_USER) ? user + INVALID_USER.length() : user;
    }
}

package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link Shape} that holds what differs from message to message.
 *
 * @param field what it is; null for what is not kept
 * @param kind  what can stand there
 */
record Slot(@Nullable AuthField field, Kind kind) {

    /** The methods of sshd (auth2.c and its old auth1.c): the client may name any, but only these have a user behind. */
    private static final String[] METHODS = {"password", "publickey", "none", "keyboard-interactive/pam", "keyboard-interactive",
        "gssapi-with-mic", "hostbased", "gssapi-keyex", "gssapi", "external-keyx", "keyboard-interactive/bsdauth",
        "keyboard-interactive/skey", "challenge-response", "kerberos", "kerberos-2@ssh.com", "rsa", "rhosts", "rhosts-rsa",
        "krb5", "tis", "skey", "bsdauth", "pam"};
    private static final String[] STRANGERS = {"invalid user ", "illegal user "};
    private static final String[] PREAMBLES = {"invalid user ", "authenticating user ", "user ", "illegal user "};

    /** What can stand in a place. */
    enum Kind {
        /** No space in it, not empty: a name, for an account that is there has none with a space. */
        WORD(' '),
        /** Anything. */
        TEXT(-1),
        /** Anything without a comma. */
        NO_COMMA(','),
        /** Digits. */
        NUMBER(true),
        /** A user name as the client of sshd sent it: anything but a colon, for sshd cuts the name there (auth2.c). */
        CLIENT(':'),
        /** The same, behind {@code invalid user } for one without an account. */
        ACCOUNT(':'),
        /** The same, behind {@code invalid user }, {@code authenticating user } or {@code user } (packet.c, log_preamble). */
        WHO(':'),
        /** An address or a host's name. */
        ADDRESS(' '),
        /** The same, or nothing. */
        RHOST(' '),
        /** An address and the bits of its mask. */
        NETWORK(' '),
        /** {@code ADDRESS:PORT}, an IPv6 address maybe in brackets. */
        PEER(' '),
        PORT(true),
        METHOD(' '),
        FINGERPRINT(' '),
        /** Nothing, or {@code : TYPE FINGERPRINT} and more, or {@code : } and anything. */
        KEY(-1);

        private final int end;
        private final boolean digits;

        Kind(int end) {
            this.end = end;
            this.digits = false;
        }

        Kind(boolean digits) {
            this.end = -1;
            this.digits = digits;
        }

        boolean isNumber() {
            return digits;
        }
    }

    /** @param text {@code user}, {@code user:client} */
    static Slot of(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Kind byName = switch (name) {
            case "text", "command", "pwd" -> Kind.TEXT;
            case "number", "uid", "failures" -> Kind.NUMBER;
            case "address" -> Kind.ADDRESS;
            case "peer" -> Kind.PEER;
            case "port" -> Kind.PORT;
            case "method" -> Kind.METHOD;
            case "key" -> Kind.KEY;
            case "key_fingerprint" -> Kind.FINGERPRINT;
            default -> Kind.WORD;
        };
        Kind kind = colon < 0 ? byName : Kind.valueOf(text.substring(colon + 1).toUpperCase(Locale.ROOT));
        AuthField field = switch (name) {
            case "text", "word", "number", "key" -> null;
            case "address", "peer" -> AuthField.SRC_IP;
            case "port" -> AuthField.SRC_PORT;
            default -> AuthField.valueOf(name.toUpperCase(Locale.ROOT));
        };
        return new Slot(field, kind);
    }

    /** The byte that cannot stand here; -1 for none, or where only digits can. */
    int end() {
        return kind.end;
    }

    /** Whether each of the bytes can stand here. */
    boolean holds(byte[] b, int from, int to) {
        if (kind.digits) {
            for (int i = from; i < to; i++) {
                if (!Ascii.isDigit(b[i])) {
                    return false;
                }
            }
            return true;
        }
        return kind.end < 0 || Ascii.indexOf(b, from, to, kind.end) < 0;
    }

    /**
     * Notes the field, if the bytes in [from, to), each of which can stand here, are together what should.
     *
     * @param cut the message may go on behind {@code to}
     */
    boolean take(byte[] b, int from, int to, boolean cut, Reading reading) {
        int begin = from;
        switch (kind) {
            case WORD -> {
                if (from == to) {
                    return false;
                }
            }
            case NUMBER -> {
                if (Ascii.number(b, from, to) < 0) {
                    return false;
                }
            }
            case PORT -> {
                long port = Ascii.number(b, from, to);
                if (port < 0 || port > 65535) {
                    return false;
                }
            }
            case ACCOUNT -> begin = after(STRANGERS, b, from, to, from);
            case WHO -> {
                begin = after(PREAMBLES, b, from, to, -1);
                if (begin < 0) {
                    return false;
                }
            }
            case ADDRESS -> {
                if (!isHost(b, from, to)) {
                    return false;
                }
            }
            case METHOD -> {
                if (!isMethod(b, from, to)) {
                    return false;
                }
            }
            case FINGERPRINT -> {
                if (!isFingerprint(b, from, to)) {
                    return false;
                }
            }
            case NETWORK -> {
                int slash = Ascii.indexOf(b, from, to, '/');
                return slash > from && note(reading, from, slash);
            }
            case PEER -> {
                return peer(b, from, to, reading);
            }
            case KEY -> {
                return key(b, from, to, cut, reading);
            }
            default -> {
            }
        }
        return note(reading, begin, to);
    }

    private boolean note(Reading reading, int from, int to) {
        if (field != null) {
            reading.note(field, from, to);
        }
        return true;
    }

    /** Takes back what was noted. */
    void untake(Reading reading) {
        if (field != null) {
            reading.forget(field);
        }
        if (kind == Kind.PEER) {
            reading.forget(AuthField.SRC_PORT);
        } else if (kind == Kind.KEY) {
            reading.forget(AuthField.KEY_TYPE);
            reading.forget(AuthField.KEY_FINGERPRINT);
        }
    }

    private static int after(String[] begins, byte[] b, int from, int to, int otherwise) {
        for (String begin : begins) {
            if (Ascii.starts(b, from, to, begin)) {
                return from + begin.length();
            }
        }
        return otherwise;
    }

    private static boolean isMethod(byte[] b, int from, int to) {
        for (String method : METHODS) {
            if (Ascii.is(b, from, to, method)) {
                return true;
            }
        }
        return false;
    }

    /** What addresses and names of hosts are made of. */
    private static boolean isHost(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (!isLetterOrDigit(c) && c != '.' && c != ':' && c != '-' && c != '_' && c != '%' && c != '/' && c != '('
                && c != ')') {
                return false;
            }
        }
        return from < to;
    }

    private boolean peer(byte[] b, int from, int to, Reading reading) {
        int colon = Ascii.lastIndexOf(b, from, to, ':');
        long port = colon < 0 ? -1 : Ascii.number(b, colon + 1, to);
        if (port < 0 || port > 65535) {
            return false;
        }
        boolean brackets = colon - from > 2 && b[from] == '[' && b[colon - 1] == ']';
        int begin = brackets ? from + 1 : from;
        int end = brackets ? colon - 1 : colon;
        if (!isHost(b, begin, end)) {
            return false;
        }
        reading.note(AuthField.SRC_PORT, colon + 1, to);
        return note(reading, begin, end);
    }

    /** Behind a certificate stands an id, and behind a host's key a name, that the client chose. */
    private static boolean key(byte[] b, int from, int to, boolean cut, Reading reading) {
        if (from == to) {
            return !cut;
        }
        if (!Ascii.starts(b, from, to, ": ")) {
            return false;
        }
        int type = from + 2;
        int typeEnd = Ascii.tokenEnd(b, type, to);
        int print = Math.min(typeEnd + 1, to);
        int printEnd = Ascii.tokenEnd(b, print, to);
        boolean whole = printEnd < to || !cut;
        printEnd = printEnd > print && b[printEnd - 1] == ',' ? printEnd - 1 : printEnd;
        if (whole && isFingerprint(b, print, printEnd)) {
            reading.note(AuthField.KEY_TYPE, type, typeEnd);
            reading.note(AuthField.KEY_FINGERPRINT, print, printEnd);
        }
        return true;
    }

    /** {@code SHA256:} and base64, or {@code MD5:} and hexadecimal with colons, without its label before OpenSSH 6.8. */
    private static boolean isFingerprint(byte[] b, int from, int to) {
        if (!Ascii.starts(b, from, to, "SHA256:") && !Ascii.starts(b, from, to, "MD5:")) {
            return isOldFingerprint(b, from, to);
        }
        for (int i = from; i < to; i++) {
            if (!isLetterOrDigit(b[i]) && b[i] != ':' && b[i] != '+' && b[i] != '/' && b[i] != '=') {
                return false;
            }
        }
        return true;
    }

    private static boolean isOldFingerprint(byte[] b, int from, int to) {
        if (to - from != 47) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((i - from) % 3 == 2 ? b[i] != ':' : Character.digit(b[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(byte c) {
        return Ascii.isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}

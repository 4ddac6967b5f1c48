package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.web.LogFormat.Element;
import dev.caravan.parse.web.LogFormat.Escape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an access log of nginx or Apache in the format that its server's configuration has. Fields: see {@link NginxLogFormat} and
 * {@link ApacheLogFormat}; {@code request} is taken apart as {@link NginxAccess} does. {@code client_ip} is the client behind
 * proxies that are trusted, see {@link TrustedProxies}. A value of {@code -} is an absent field.
 */
public final class AccessLog implements LineParser {

    private static final SerializableString CLIENT_IP = RecordWriter.name("client_ip");

    private final LogFormat format;
    private final List<SerializableString> names;
    private final @Nullable TrustedProxies proxies;
    private final int peer;
    private final int forwarded;
    private final AccessTime times = new AccessTime();
    private final ThreadLocal<LogFormatReader> reader;

    /**
     * @param proxies whose header is believed; null for none
     * @throws IllegalArgumentException there are proxies, and the format lacks what is needed of them
     */
    public AccessLog(LogFormat format, @Nullable TrustedProxies proxies) {
        this.format = format;
        this.proxies = proxies;
        this.names = format.elements().stream().map(e -> e.isLiteral() ? null : RecordWriter.name(e.field())).toList();
        this.peer = index("remoteAddr");
        this.forwarded = index("httpXForwardedFor");
        this.reader = ThreadLocal.withInitial(() -> new LogFormatReader(format));
        if (proxies != null && (peer < 0 || forwarded < 0)) {
            throw new IllegalArgumentException("trustedProxies needs a logFormat with the client's address and"
                + " $http_x_forwarded_for, as main has them (Apache: %h and %{X-Forwarded-For}i)");
        }
    }

    private int index(String field) {
        for (int i = 0; i < format.elements().size(); i++) {
            if (field.equals(format.elements().get(i).field())) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int[] found = reader.get().read(b, line.start(), line.end());
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i) != null) {
                write(format.elements().get(i), names.get(i), b, found[2 * i], found[2 * i + 1], record);
            }
        }
        if (proxies != null) {
            String address = proxies.client(text(b, found, peer), text(b, found, forwarded));
            if (address != null) {
                record.text(CLIENT_IP, address);
            }
        }
        return true;
    }

    private static String text(byte[] b, int[] found, int element) {
        return new String(b, found[2 * element], found[2 * element + 1] - found[2 * element], StandardCharsets.ISO_8859_1);
    }

    private void write(Element element, SerializableString name, byte[] b, int from, int to, RecordWriter record) throws RefusedLineException {
        boolean dash = Ascii.is(b, from, to, "-");
        switch (element.kind()) {
            case TIME_LOCAL -> record.text(name, new String(times.bracketed(b, from), StandardCharsets.US_ASCII));
            case TIME_UNIX, DECIMAL, NUMBER -> {
                if (!dash) {
                    record.number(name, number(b, from, to));
                } else if (element.field().equals("bodyBytesSent")) {
                    record.number(name, 0);
                }
            }
            case REQUEST -> {
                if (format.escape() == Escape.NONE) {
                    if (!dash) {
                        record.text(name, b, from, to);
                    }
                } else {
                    NginxAccess.writeRequest(record, b, from, to);
                }
            }
            default -> {
                if (format.escape() != Escape.NONE) {
                    NginxAccess.writeValue(record, name, b, from, to);
                } else if (!dash) {
                    record.text(name, b, from, to);
                }
            }
        }
    }

    /** Without leading zeros, which JSON has not. */
    private static String number(byte[] b, int from, int to) {
        int at = from;
        while (at + 1 < to && b[at] == '0' && b[at + 1] != '.') {
            at++;
        }
        return new String(b, at, to - at, StandardCharsets.US_ASCII);
    }
}

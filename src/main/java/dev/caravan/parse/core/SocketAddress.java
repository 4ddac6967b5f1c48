package dev.caravan.parse.core;

import com.fasterxml.jackson.core.SerializableString;
import java.nio.charset.StandardCharsets;

/**
 * An address with a port in a row of netstat or ss, written as netstat does: {@code 127.0.0.1:22}, {@code ::1:22},
 * {@code :::*}. These are some lines in a minute, so they are handled as text.
 */
public final class SocketAddress {

    private static final SerializableString LOCAL_ADDRESS = RecordWriter.name("local_address");
    private static final SerializableString LOCAL_IP = RecordWriter.name("local_ip");
    private static final SerializableString LOCAL_PORT = RecordWriter.name("local_port");
    private static final SerializableString FOREIGN_ADDRESS = RecordWriter.name("foreign_address");
    private static final SerializableString FOREIGN_IP = RecordWriter.name("foreign_ip");
    private static final SerializableString FOREIGN_PORT = RecordWriter.name("foreign_port");

    /** netstat cuts an address so that it fills, with its port, this many characters; with -W it cuts none. */
    private static final int NETSTAT_WIDTH = 23;

    private final String ip;
    private final String scope;
    private final String port;
    private final boolean v6;
    private final boolean cut;

    private SocketAddress(String host, String port, boolean v6, boolean cut) {
        int percent = host.indexOf('%');
        this.ip = percent < 0 ? host : host.substring(0, percent);
        this.scope = percent < 0 ? "" : host.substring(percent);
        this.port = port;
        this.v6 = v6;
        this.cut = cut;
    }

    /** From a column of netstat. */
    public static SocketAddress netstat(byte[] b, int from, int to, boolean v6) throws RefusedLineException {
        String text = text(b, from, to);
        int colon = colon(text);
        String host = unbracketed(text.substring(0, colon));
        boolean cut = v6 && text.length() == NETSTAT_WIDTH && host.indexOf(':') >= 0;
        return new SocketAddress(host, text.substring(colon + 1), v6, cut);
    }

    /**
     * From a column of ss. An IPv6 address is in brackets, and {@code *} is a socket for both IPv4 and IPv6, which
     * netstat shows as {@code ::}.
     *
     * @param v6 the row is known to be about IPv6
     */
    public static SocketAddress ss(byte[] b, int from, int to, boolean v6) throws RefusedLineException {
        String text = text(b, from, to);
        int colon = colon(text);
        String host = text.substring(0, colon);
        boolean any = host.equals("*") || host.startsWith("*%");
        boolean six = v6 || any || host.indexOf(':') >= 0;
        host = unbracketed(host);
        if (any) {
            host = "::" + host.substring(1);
        } else if (host.startsWith("::ffff:") && host.indexOf('.') > 0) {
            host = host.substring("::ffff:".length());
        }
        return new SocketAddress(host, text.substring(colon + 1), six, false);
    }

    /** Whether the address is one of IPv6. */
    public boolean isV6() {
        return v6;
    }

    public void writeLocal(RecordWriter record) {
        write(record, LOCAL_ADDRESS, LOCAL_IP, LOCAL_PORT);
    }

    /** With the address and port alone only where there is a peer. */
    public void writeForeign(RecordWriter record) {
        if (number() >= 0) {
            write(record, FOREIGN_ADDRESS, FOREIGN_IP, FOREIGN_PORT);
        } else {
            record.text(FOREIGN_ADDRESS, this.toString());
        }
    }

    private void write(RecordWriter record, SerializableString address, SerializableString ipName, SerializableString portName) {
        record.text(address, toString());
        byte[] bytes = ip.getBytes(StandardCharsets.UTF_8);
        if (!cut && IpAddress.isLiteral(bytes, 0, bytes.length)) {
            record.text(ipName, ip);
        }
        if (number() >= 0) {
            record.number(portName, number());
        }
    }

    private long number() {
        byte[] bytes = port.getBytes(StandardCharsets.UTF_8);
        return bytes.length > 5 ? -1 : Ascii.number(bytes, 0, bytes.length);
    }

    /** The address as netstat prints it. */
    @Override
    public String toString() {
        return ip + scope + ":" + port;
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }

    private static int colon(String text) throws RefusedLineException {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new RefusedLineException("a row whose address is none");
        }
        return colon;
    }

    /** {@code [fe80::1]%eth0} and {@code [fe80::1%eth0]} without the brackets. */
    private static String unbracketed(String host) {
        int end = host.indexOf(']');
        return host.startsWith("[") && end > 0 ? host.substring(1, end) + host.substring(end + 1) : host;
    }
}

package dev.caravan.parse.host;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.SocketAddress;
import dev.caravan.parse.core.Utf8;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of ss: {@code tcp LISTEN 0 128 [::1]:22 [::]:* users:(("sshd",pid=8904,fd=3)) timer:(keepalive,119min,0) uid:33 ino:5
 * sk:1 cgroup:/system.slice/ssh.service v6only:1 <->}. ss leaves the first column out where it was asked for TCP alone or for UDP
 * alone.
 */
final class SsRow {

    private static final Pattern DASHED = Pattern.compile("(?:^|\\s)(?:--(tcp|udp)\\b|-([A-Za-z0-9]+))");
    /** What follows the owners, one word each; in the order in which ss prints them (ss.c, inet_show_sock). */
    private static final Pattern DETAIL = Pattern.compile(
        "(?:timer:\\((?<timer>[^()]*)\\)|uid:(?<uid>[0-9]+)|ino:(?<ino>[0-9]+)|sk:[0-9a-f]+|cgroup:(?<cgroup>\\S+)"
            + "|v6only:[01]|[<-]-[->]|fwmark:\\S+|class_id:\\S+|bpf-map-id:\\S+|unreachable:\\S+|tos:\\S+|tclass:\\S+)(?:\\s+|$)");

    private SsRow() {
    }

    /** @param command the command line that printed it, or a file's name */
    static void write(byte[] b, int from, int to, String command, RecordWriter record) throws RefusedLineException {
        int firstEnd = Ascii.tokenEnd(b, from, to);
        boolean tcp = Ascii.is(b, from, firstEnd, "tcp");
        boolean named = tcp || Ascii.is(b, from, firstEnd, "udp");
        int stateColumn = named ? 1 : 0;
        int[] columns = SocketColumns.columns(b, from, to, stateColumn + 5);
        int state = columns[stateColumn];
        String name = SocketColumns.state(b, state, Ascii.tokenEnd(b, state, to), 1);
        if (name == null) {
            throw new RefusedLineException("neither a row of netstat nor one of ss");
        }
        tcp = named ? tcp : isTcp(name, command);
        int remote = columns[stateColumn + 4];
        int remoteEnd = Ascii.tokenEnd(b, remote, to);
        int own = columns[stateColumn + 3];
        SocketAddress local = SocketAddress.ss(b, own, Ascii.tokenEnd(b, own, to), false);
        SocketAddress foreign = SocketAddress.ss(b, remote, remoteEnd, local.isV6());
        record.text(SocketColumns.PROTOCOL, (tcp ? "tcp" : "udp") + (local.isV6() ? "6" : ""));
        SocketColumns.writeQueues(b, columns[stateColumn + 1], columns[stateColumn + 2], to, record);
        local.writeLocal(record);
        foreign.writeForeign(record);
        record.text(SocketColumns.STATE, !tcp && name.equals("CLOSE") ? "" : name);
        int rest = SocketOwner.ss(b, Ascii.skipSpaces(b, remoteEnd, to), to, record);
        writeDetails(Utf8.text(b, rest, to), record);
    }

    /** Which of the two a row is about that does not say so. */
    private static boolean isTcp(String state, String command) throws RefusedLineException {
        boolean tcp = false;
        boolean udp = false;
        for (Matcher m = DASHED.matcher(command); m.find();) {
            tcp |= "tcp".equals(m.group(1)) || m.group(2) != null && m.group(2).indexOf('t') >= 0;
            udp |= "udp".equals(m.group(1)) || m.group(2) != null && m.group(2).indexOf('u') >= 0;
        }
        if (tcp != udp) {
            return tcp;
        }
        if (state.equals("CLOSE") || state.equals("ESTABLISHED")) {
            throw new RefusedLineException("a row of ss that says neither tcp nor udp: run ss with both -t and -u");
        }
        // UDP has no other states.
        return true;
    }

    private static void writeDetails(String text, RecordWriter record) {
        Matcher m = DETAIL.matcher(text.strip());
        // What is not known ends them, as the TCP details of ss -O do.
        while (m.lookingAt()) {
            if (m.group("timer") != null) {
                record.text(SocketColumns.TIMER, m.group("timer"));
            } else if (m.group("uid") != null) {
                record.number(SocketColumns.UID, Long.parseLong(m.group("uid")));
            } else if (m.group("ino") != null) {
                record.number(SocketColumns.SOCKET_INODE, Long.parseLong(m.group("ino")));
            } else if (m.group("cgroup") != null) {
                record.text(SocketColumns.CGROUP, m.group("cgroup"));
            }
            if (m.end() == m.regionEnd()) {
                return;
            }
            m.region(m.end(), m.regionEnd());
        }
    }
}

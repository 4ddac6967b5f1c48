package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.Bytes;
import java.util.Arrays;

/**
 * Looks whether a message of sudo is only the begin of one. sudo breaks what is longer than {@code syslog_maxlen} (980 bytes since 1.8.19, 960
 * before and with sudo-rs; an administrator may set less) at the last space before, however far in front that is (lib/eventlog/eventlog.c,
 * do_syslog_sudo): where a name without spaces of some hundred bytes follows, a part can be short. It sends the parts one right after the
 * other, and begins all but the first with {@code (command continued)}. So in a directory called {@code x ; USER=bob ; COMMAND=/bin/true a...}
 * alice makes a first part that looks whole, and only what follows tells that it is not.
 *
 * <p>It looks at the next lines of the same block: other programs may write between the parts. Where a block ends between two parts, which takes
 * a poll within microseconds, the first one is believed; the second is a {@code sudo_continued} of the same user.
 */
final class SudoParts {

    private static final String CONTINUED = " : (command continued)";
    private static final String[] IDENTS = {"sudo", "sudo-rs"};
    private static final int MOST_LINES = 50;
    private static final int MOST_BYTES = 64 * 1024;

    /** Whether a line behind is the next part. */
    private interface Test {
        boolean isNext(int from, int to);
    }

    private SudoParts() {
    }

    /** Whether these programs break their messages so. */
    static boolean isSudo(byte[] b, int ident, int identEnd) {
        return Ascii.is(b, ident, identEnd, IDENTS[0]) || Ascii.is(b, ident, identEnd, IDENTS[1]);
    }

    /**
     * Whether the next part is in a line of syslog behind this one.
     *
     * @param line     the one with the message
     * @param ident    where sudo's name begins in it; up to the message stands its number, if any
     * @param message  where the message begins
     */
    static boolean isContinued(Line line, int ident, int message) {
        byte[] b = line.bytes();
        int user = Ascii.skipSpaces(b, message, line.end());
        int userEnd = Ascii.find(b, user, line.end(), " : ");
        return userEnd > user && anyLine(line, (from, to) -> {
            int next = Ascii.find(b, from, to, CONTINUED);
            int begin = next - (userEnd - user);
            int tag = next < 0 ? -1 : find(b, from, begin, b, ident, Ascii.tokenEnd(b, ident, message));
            // The first colon is the one behind the user: what stands behind another is what somebody has typed.
            return tag >= 0 && Arrays.equals(b, user, userEnd, b, begin, next) && b[begin - 1] == ' ' && Ascii.find(b, tag, to, " : ") == next;
        });
    }

    /** Whether it is in a record of the journal behind this one, of the same process, which nobody can forge. */
    static boolean isContinued(Line line, JournalRecord record) {
        byte[] b = line.bytes();
        byte[] message = record.message();
        int userEnd = Ascii.find(message, 0, message.length, " : ");
        return userEnd > 0 && anyLine(line, (from, to) -> {
            if (Ascii.find(b, from, to, CONTINUED) < 0) {
                return false;
            }
            try {
                JournalRecord other = new JournalRecord(b, from, to);
                byte[] text = other.message();
                return other.number("_PID") == record.number("_PID") && other.ident().equals(record.ident())
                    && Ascii.starts(text, Math.min(userEnd, text.length), text.length, CONTINUED)
                    && Arrays.equals(message, 0, userEnd, text, 0, userEnd);
            } catch (RefusedLineException e) {
                return false;
            }
        });
    }

    private static boolean anyLine(Line line, Test test) {
        byte[] b = line.bytes();
        int end = Math.min(line.blockEnd(), line.end() + MOST_BYTES);
        int from = Bytes.indexOf(b, line.end(), end, '\n') + 1;
        for (int lines = 0; lines < MOST_LINES && from > 0 && from < end; lines++) {
            int newline = Bytes.indexOf(b, from, end, '\n');
            if (test.isNext(from, newline < 0 ? end : newline)) {
                return true;
            }
            from = newline + 1;
        }
        return false;
    }

    private static int find(byte[] b, int from, int to, byte[] wanted, int begin, int end) {
        for (int at = from; at + end - begin <= to; at++) {
            if (Arrays.equals(b, at, at + end - begin, wanted, begin, end)) {
                return at;
            }
        }
        return -1;
    }
}

package dev.caravan.source.file;

import dev.caravan.pipeline.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the records of one auditd event together. An event has a few lines, consecutive or mixed with those of another event, which share a
 * time and a serial number: {@code type=PATH msg=audit(1681603201.123:456): …}.
 *
 * <p>An event is complete with its PROCTITLE, which the kernel writes last (EOE, which marks the end, is not logged); at once if it has
 * only one record, like those of programs; and after a record that is two seconds later (as in auditd's own library: auparse.c,
 * eoe_timeout), or after {@value #LINES} other lines. So the number of waiting lines is limited. They wait in the log: nothing is kept in
 * memory or in the state that a kill could lose.
 */
final class AuditEventBounds implements RecordBounds {

    /** Limit of the lines between two records of an event. */
    static final int LINES = 200;
    private static final int WINDOW = 2 * LINES;
    private static final long WAIT_SECONDS = 2;
    /** Number of bytes of a line that are examined. */
    private static final int HEAD = 300;

    private static final Pattern ID = Pattern.compile("(?:node=\\S++ )?+type=(\\S++) msg=audit\\(([0-9]{1,11}+)\\.[0-9]++:[0-9]++\\)");
    /** Types of records that programs, or auditd itself, write. */
    private static final Pattern ALONE = Pattern.compile("(?:USER|CRED_|DAEMON_|SERVICE_|SYSTEM_|ACCT_|CRYPTO_|TRUSTED_APP).*");

    /** An event, by its lines among the last ones. */
    private static final class Event {
        private final int first;
        private int last;
        private final long second;
        private boolean complete;

        Event(int first, long second) {
            this.first = first;
            this.second = second;
        }
    }

    @Override
    public int lastStart(byte[] bytes, int end) {
        List<Integer> starts = starts(bytes, end);
        int n = starts.size();
        Map<String, Event> events = new HashMap<>();
        long newest = 0;
        for (int i = 0; i < n; i++) {
            int begin = starts.get(n - 1 - i);
            int stop = Bytes.indexOf(bytes, begin, end, '\n');
            Matcher id = ID.matcher(new String(bytes, begin, Math.min(HEAD, stop - begin), StandardCharsets.ISO_8859_1));
            if (!id.lookingAt()) {
                continue;
            }
            long second = Long.parseLong(id.group(2));
            newest = Math.max(newest, second);
            int line = i;
            Event event = events.computeIfAbsent(id.group().replaceFirst("type=\\S++", ""), key -> new Event(line, second));
            event.last = i;
            String type = id.group(1);
            event.complete |= type.equals("PROCTITLE") || type.equals("EOE") || ALONE.matcher(type).matches();
        }
        int hold = n;
        for (Event event : events.values()) {
            if (!event.complete && n - event.last <= LINES && newest - event.second < WAIT_SECONDS) {
                hold = Math.min(hold, event.first);
            }
        }
        hold = whole(events.values(), hold);
        return hold == n ? end : starts.get(n - 1 - hold);
    }

    /** Moves the bound before all events that it would split. */
    private static int whole(Iterable<Event> events, int hold) {
        int bound = hold;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Event event : events) {
                if (event.first < bound && event.last >= bound) {
                    bound = event.first;
                    moved = true;
                }
            }
        }
        return bound;
    }

    /** Returns the offsets at which the last lines begin, the last line first. */
    private static List<Integer> starts(byte[] bytes, int end) {
        List<Integer> starts = new ArrayList<>();
        int next = end;
        while (next > 0 && starts.size() < WINDOW) {
            int line = next - 1;
            while (line > 0 && bytes[line - 1] != '\n') {
                line--;
            }
            starts.add(line);
            next = line;
        }
        return starts;
    }
}

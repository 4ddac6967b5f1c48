package dev.caravan.parse.auth;

import dev.caravan.parse.core.RecordWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of one program. Immutable. */
final class EventRules {

    private static final ThreadLocal<Reading> READING = ThreadLocal.withInitial(Reading::new);
    private static final EventRule[] NONE = {};

    /** By the first letter, so that most messages need one comparison. */
    private final EventRule[][] byLetter = new EventRule[128][];

    private EventRules(List<EventRule> rules) {
        for (int letter = 0; letter < byLetter.length; letter++) {
            List<EventRule> those = new ArrayList<>();
            for (EventRule rule : rules) {
                if (rule.mayBegin(letter)) {
                    those.add(rule);
                }
            }
            byLetter[letter] = those.isEmpty() ? NONE : those.toArray(EventRule[]::new);
        }
    }

    /** In the order in which they are tried. */
    static EventRules of(EventRule... rules) {
        return new EventRules(List.of(rules));
    }

    static EventRules of(List<EventRule> rules) {
        return new EventRules(rules);
    }

    /** The reading of this thread, empty. */
    static Reading reading() {
        return READING.get().clear();
    }

    /** The rule of a message, whose fields are in {@link #reading} then; or null. */
    @Nullable
    EventRule find(byte[] b, int from, int to, boolean cut, Reading reading) {
        if (from < to && b[from] >= 0) {
            for (EventRule rule : byLetter[b[from]]) {
                if (rule.reads(b, from, to, cut, reading)) {
                    return rule;
                }
            }
        }
        return null;
    }

    /** Writes the event of a message and its fields; false when there is none. */
    boolean write(byte[] b, int from, int to, boolean cut, RecordWriter record) {
        Reading reading = READING.get();
        EventRule rule = find(b, from, to, cut, reading);
        if (rule == null) {
            return false;
        }
        write(rule, reading, b, record);
        return true;
    }

    static void write(EventRule rule, Reading reading, byte[] b, RecordWriter record) {
        AuthEvents.event(record, rule.event(), rule.outcome());
        if (rule.user() != null && !reading.has(AuthField.USER)) {
            record.text(AuthField.USER.written(), rule.user());
        }
        reading.write(b, record);
    }
}

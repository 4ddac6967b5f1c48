package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;

/**
 * Messages of the shadow tools, which change accounts. Events: {@code user_added}, {@code user_deleted},
 * {@code group_added}, {@code group_deleted}, {@code group_member_added}, {@code group_member_removed},
 * {@code password_changed}. The tools write the same once more about the shadow files; those are no events, so that each
 * change is one. Root alone runs the tools, and they check names, so nobody else's text is in their messages.
 */
final class AccountEvents {

    private AccountEvents() {
    }

    static void write(byte[] b, int from, int to, RecordWriter record) {
        boolean found = one(b, from, to, "new user: name=", ", UID=", "user_added", AuthEvents.USER, record)
            || one(b, from, to, "new group: name=", ", GID=", "group_added", AuthEvents.GROUP, record)
            || one(b, from, to, "delete user '", "'", "user_deleted", AuthEvents.USER, record)
            || one(b, from, to, "removed group '", "' owned by '", "group_deleted", AuthEvents.GROUP, record)
            || group(b, from, to, record)
            || one(b, from, to, "password for '", "' changed by '", "password_changed", AuthEvents.USER, record)
            || one(b, from, to, "change user '", "' password", "password_changed", AuthEvents.USER, record)
            || two(b, from, to, "add '", "' to group '", "group_member_added", record)
            || two(b, from, to, "delete '", "' from group '", "group_member_removed", record);
        if (!found && Ascii.starts(b, from, to, "user ")) {
            gpasswd(b, from, to, record);
        }
    }

    /** A message with one name: its begin, and what follows the name. */
    private static boolean one(byte[] b, int from, int to, String begin, String after, String event,
                               SerializableString field, RecordWriter record) {
        int name = from + begin.length();
        int end = Ascii.starts(b, from, to, begin) ? Ascii.find(b, name, to, after) : -1;
        if (end < 0) {
            return false;
        }
        AuthEvents.event(record, event, "success");
        AuthEvents.name(record, field, b, name, end);
        return true;
    }

    /** A message with a user, and at its end a group in quotes. */
    private static boolean two(byte[] b, int from, int to, String begin, String between, String event, RecordWriter record) {
        int name = from + begin.length();
        int end = Ascii.starts(b, from, to, begin) ? Ascii.find(b, name, to, between) : -1;
        int group = end + between.length();
        if (end < 0 || group >= to || b[to - 1] != '\'') {
            return false;
        }
        AuthEvents.event(record, event, "success");
        AuthEvents.name(record, AuthEvents.USER, b, name, end);
        AuthEvents.name(record, AuthEvents.GROUP, b, group, to - 1);
        return true;
    }

    /** {@code group 'g1' removed}, but not {@code group 'g1' removed from /etc/group}. */
    private static boolean group(byte[] b, int from, int to, RecordWriter record) {
        return Ascii.ends(b, from, to, "' removed")
            && one(b, from, to, "group '", "' removed", "group_deleted", AuthEvents.GROUP, record);
    }

    /** gpasswd: {@code user bob added by root to group sudo}, {@code user bob removed by root from group sudo}. */
    private static void gpasswd(byte[] b, int from, int to, RecordWriter record) {
        int user = from + "user ".length();
        int userEnd = Ascii.tokenEnd(b, user, to);
        boolean added = Ascii.starts(b, userEnd, to, " added by ");
        String between = added ? " to group " : " from group ";
        int group = Ascii.findLast(b, userEnd, to, between);
        if (group >= 0 && (added || Ascii.starts(b, userEnd, to, " removed by "))) {
            AuthEvents.event(record, added ? "group_member_added" : "group_member_removed", "success");
            AuthEvents.name(record, AuthEvents.USER, b, user, userEnd);
            AuthEvents.name(record, AuthEvents.GROUP, b, group + between.length(), to);
        }
    }
}

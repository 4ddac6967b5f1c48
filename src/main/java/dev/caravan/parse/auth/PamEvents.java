package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.FAILURE;
import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;
import static dev.caravan.parse.auth.EventRule.whole;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;

/**
 * Messages of the modules of PAM (Linux-PAM's, and pam_sss, pam_winbind, pam_ldap, pam_krb5, pam_google_authenticator), from
 * whatever program uses them: {@code pam_unix(sshd:auth): text}. PAM does not cut its messages. {@code service} is the service
 * in brackets: a login is told by its program too, so a count takes either events with a service or those without.
 *
 * <p>The user name and {@code ruser} are what a client sent, with spaces, where a server passes them on.
 */
final class PamEvents {

    /** Services in which one account becomes another: {@code ruser} is who asks, {@code user} whom he wants to be. */
    private static final String[] SWITCHING = {"su", "su-l", "sudo", "sudo-i", "doas", "runuser", "runuser-l", "polkit-1", "pkexec"};
    private static final String[] OF_SESSIONS = {"unix", "sss", "unix2", "winbind", "ldap", "krb5", "lsass"};

    private static final String WHO = "logname={text} uid={number} euid={number} tty={tty:text} ruser={user:text} rhost={address:rhost}";
    private static final String OF_SSHD = "logname={text} uid={number} euid={number} tty={tty} ruser= rhost={address:rhost}";
    private static final String FOUND = "  user={target_user:text}";
    private static final String FOUND_BY_SSS = " user={target_user:text}";

    /** sshd sends no ruser: nothing that a client wrote stands in front of the address. */
    private static final EventRules SSHD = EventRules.of(
        on("authentication failure; ", "auth_failure", FAILURE, OF_SSHD + FOUND, OF_SSHD + FOUND_BY_SSS, OF_SSHD),
        on("authentication success; ", "auth_success", SUCCESS, OF_SSHD + FOUND, OF_SSHD + FOUND_BY_SSS, OF_SSHD),
        whole("", "auth_failure", FAILURE, "{failures} more authentication failure; " + OF_SSHD + FOUND,
            "{failures} more authentication failures; " + OF_SSHD + FOUND, "{failures} more authentication failure; " + OF_SSHD,
            "{failures} more authentication failures; " + OF_SSHD));

    private static final EventRules FAILURES = EventRules.of(
        on("authentication failure; ", "auth_failure", FAILURE, WHO + FOUND, WHO + FOUND_BY_SSS, WHO).jointly(),
        on("authentication success; ", "auth_success", SUCCESS, WHO + FOUND, WHO + FOUND_BY_SSS, WHO).jointly(),
        whole("", "auth_failure", FAILURE, "{failures} more authentication failure; " + WHO + FOUND,
            "{failures} more authentication failures; " + WHO + FOUND, "{failures} more authentication failure; " + WHO,
            "{failures} more authentication failures; " + WHO).jointly());

    private static final EventRules SESSIONS = EventRules.of(
        on("session opened for user ", "session_opened", SUCCESS, "{target_user}(uid={number}) by {user:text}(uid={uid})",
            "{target_user} by {user:text}(uid={uid})", "{target_user} by {user:text}"),
        on("session closed for user ", "session_closed", null, "{target_user}(uid={number})", "{target_user}"),
        on("password changed for ", "password_changed", SUCCESS, "{target_user}"));

    private static final EventRules TEXTS = EventRules.of(
        on("Authentication failure; user=", "auth_failure", FAILURE, "{user:text}"),
        on("check pass; user unknown", "auth_unknown_user", FAILURE),
        on("check pass; user (", "auth_unknown_user", FAILURE, "{user:text}) unknown"),
        on("bad username [", "auth_unknown_user", FAILURE, "{user:text}]"),
        on("User unknown: ", "auth_unknown_user", FAILURE, "{user:text}"),
        on("User unknown", "auth_unknown_user", FAILURE),
        on("could not identify user", "auth_unknown_user", FAILURE),
        on("auth could not identify password for [", "auth_failure", FAILURE, "{user:text}]"),
        on("conversation failed", "auth_aborted", null),
        on("service(", "auth_max_retries", FAILURE, "{service}) ignoring max retries; {rest}"),
        on("Consecutive login failures for user ", "account_locked", FAILURE, "{user:text} account temporarily locked"),
        whole("user ", "account_locked", FAILURE, "{user:text} ({number}) tally {number}, deny {number}"),
        on("Tally overflowed", "account_locked", FAILURE),
        on("access denied for user `", "access_denied", FAILURE, "{user:text}' from `{address}'"),
        on("Refused user ", "access_denied", FAILURE, "{user:text} for service {word}"),
        on("account ", "account_expired", FAILURE, "{user} has expired ({rest}", "{user} has password changed in future"),
        on("expired password for user ", "password_expired", FAILURE, "{user} ({rest}", "{user}"),
        on("password for user ", "password_expires", null, "{user} will expire in {rest}"),
        whole("user [", "auth_blank_password", SUCCESS, "{user:text}] has blank password; authenticated without it"),
        whole("received for user ", "auth_success", SUCCESS, "{user:text}: 0 (Success)"),
        on("received for user ", "auth_failure", FAILURE, "{user:text}: {number} ({text:no_comma})"),
        whole("user '", "access_granted", SUCCESS, "{user:text}' granted access"),
        whole("user '", "access_denied", FAILURE, "{user:text}' denied access", "{user:text}' denied access ({rest}"),
        whole("user `", "access_denied", FAILURE, "{user:text}' denied access ({rest}"),
        whole("user '", "account_expired", FAILURE, "{user:text}' account has expired{rest}", "{user:text}' password expired"),
        whole("user ", "access_denied", FAILURE, "{user} rejected"),
        whole("user ", "account_expired", FAILURE, "{user} inactive for {number} days - denied"),
        whole("user ", "auth_success", SUCCESS, "{user} authenticated as {word}"),
        on("requirement \"", "access_denied", FAILURE, "{text}\" not met by user \"{user:text}\"",
            "{text}\" was not met by user \"{user:text}\""),
        on("Access denied to '", "access_denied", FAILURE, "{target_user}' for '{user}'"),
        on("Access granted to '", "access_granted", SUCCESS, "{target_user}' for '{user}'"),
        on("access denied: tty '", "access_denied", FAILURE, "{tty}' is not secure !"),
        on("Too many logins (max ", "access_denied", FAILURE, "{number}) for {user}"),
        on("Too many system logins", "access_denied", FAILURE),
        on("No logins allowed for '", "access_denied", FAILURE, "{user}'"),
        on("User has an invalid shell", "access_denied", FAILURE),
        on("Invalid verification code for ", "auth_failure", FAILURE, "{user:text}"),
        on("Accepted google_authenticator for ", "auth_success", SUCCESS, "{user:text}"),
        on("error trying to bind as user ", "auth_failure", FAILURE));

    private PamEvents() {
    }

    /** Writes the event of a message that begins with its module: {@code pam_unix(sshd:auth): }, or {@code sshd(pam_x)(sshd:auth): }. */
    static boolean write(byte[] b, int from, int to, boolean cut, RecordWriter record) {
        int end = Ascii.tokenEnd(b, from, to);
        int module = Ascii.starts(b, from, end, "pam_") ? from : Ascii.find(b, from, end, "(pam_") + 1;
        int moduleEnd = module < from ? -1 : Ascii.indexOf(b, module, end, '(');
        int close = moduleEnd < 0 ? -1 : end - 2;
        if (close <= moduleEnd || b[close] != ')' || b[close + 1] != ':') {
            return false;
        }
        int colon = Ascii.indexOf(b, moduleEnd, close, ':');
        int text = Ascii.skipSpaces(b, Math.min(end + 1, to), to);
        return write(b, module, moduleEnd, moduleEnd + 1, colon < 0 ? close : colon, text, to, cut, record);
    }

    /** The same of an old program, whose ident is {@code su(pam_unix)}. */
    static boolean writeOf(byte[] b, int ident, int identEnd, int from, int to, boolean cut, RecordWriter record) {
        int open = Ascii.find(b, ident, identEnd, "(pam_");
        return open > ident && write(b, open + 1, identEnd, ident, open, from, to, cut, record);
    }

    /** A message of libpam itself, through sshd: {@code PAM 2 more authentication failures; …}. */
    static boolean writeBare(byte[] b, int ident, int identEnd, int from, int to, boolean cut, RecordWriter record) {
        boolean session = Ascii.starts(b, ident, identEnd, "sshd-");
        return write(b, from, from, ident, session ? ident + 4 : identEnd, from + "PAM ".length(), to, cut, record);
    }

    private static boolean write(byte[] b, int module, int moduleEnd, int service, int serviceEnd, int from, int to, boolean cut,
        RecordWriter record) {
        Reading reading = EventRules.reading();
        boolean switching = isOneOf(SWITCHING, b, service, serviceEnd);
        boolean sshd = Ascii.is(b, service, serviceEnd, "sshd");
        EventRule rule = sshd ? SSHD.find(b, from, to, cut, reading) : null;
        if (rule == null || !reading.isRead()) {
            rule = FAILURES.find(b, from, to, cut, reading);
        }
        if (rule != null) {
            failure(switching, b, reading);
        } else if (module == moduleEnd || isOfSessions(b, module, moduleEnd)) {
            rule = SESSIONS.find(b, from, to, cut, reading);
            if (rule != null) {
                session(rule, switching, b, reading);
            }
        }
        if (rule == null) {
            rule = TEXTS.find(b, from, to, cut, reading);
        }
        if (rule == null) {
            return false;
        }
        if (!reading.has(AuthField.SERVICE) && serviceEnd > service) {
            reading.set(AuthField.SERVICE, service, serviceEnd);
        }
        EventRules.write(rule, reading, b, record);
        return true;
    }

    private static boolean isOfSessions(byte[] b, int module, int moduleEnd) {
        for (String name : OF_SESSIONS) {
            if (Ascii.is(b, module + "pam_".length(), Math.max(moduleEnd, module + "pam_".length()), name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(String[] texts, byte[] b, int from, int to) {
        for (String text : texts) {
            if (Ascii.is(b, from, to, text)) {
                return true;
            }
        }
        return false;
    }

    /** Of most services {@code user} is who wants to come in, and {@code ruser} is what a client says of itself. */
    private static void failure(boolean switching, byte[] b, Reading reading) {
        boolean asks = switching && reading.hasText(AuthField.USER);
        if (asks && isSame(b, reading, AuthField.USER, AuthField.TARGET_USER)) {
            // sudo asks for the password of the one who calls it.
            reading.remove(AuthField.TARGET_USER);
        } else if (!switching) {
            reading.rename(AuthField.TARGET_USER, AuthField.USER);
        } else if (!asks) {
            reading.remove(AuthField.USER);
        }
    }

    /** A session that nobody else opened is the user's own: opened by root or login, for whom he is the user. */
    private static void session(EventRule rule, boolean switching, byte[] b, Reading reading) {
        boolean others = reading.hasText(AuthField.USER)
            && !Ascii.is(b, reading.from(AuthField.USER), reading.to(AuthField.USER), "LOGIN");
        boolean nobody = reading.has(AuthField.UID) && Ascii.number(b, reading.from(AuthField.UID), reading.to(AuthField.UID)) != 0;
        boolean closed = rule.event().equals("session_closed");
        reading.remove(AuthField.UID);
        if (rule.event().equals("password_changed")) {
            return;
        }
        if (closed ? switching : !others && nobody) {
            // Somebody did, but who is not told.
            reading.remove(AuthField.USER);
        } else if (!others) {
            reading.rename(AuthField.TARGET_USER, AuthField.USER);
        } else if (Ascii.indexOf(b, reading.from(AuthField.USER), reading.to(AuthField.USER), ' ') >= 0) {
            reading.remove(AuthField.USER);
        }
    }

    private static boolean isSame(byte[] b, Reading reading, AuthField one, AuthField other) {
        return reading.has(one) && reading.has(other)
            && java.util.Arrays.equals(b, reading.from(one), reading.to(one), b, reading.from(other), reading.to(other));
    }
}

package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.FAILURE;
import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;
import static dev.caravan.parse.auth.EventRule.whole;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of OpenSSH's sshd, with those of its old versions. {@link SshConnectionEvents} has the other half.
 *
 * <p>The client chooses the user name, the name of the method, the reason of a disconnect, its version, and the id in a
 * certificate, with spaces, as long texts. What that leaves certain: sshd takes no user name with a colon (auth2.c), so the
 * first {@code " ssh2: "} and the first {@code " port N: "} are sshd's; behind one of the known methods stands the user.
 *
 * <p>sshd cuts its message at {@value #LIMIT} bytes (log.c), after each control character of a name has become four or
 * five: nothing is read from the end of a message that long. journald takes spaces off the end of a message, which a client
 * can put where sshd cuts; he needs characters that grow for that, so a message with a backslash is believed to its end only
 * up to {@value #LIMIT_WITH_ESCAPES} bytes.
 */
final class SshEvents {

    static final int LIMIT = 500;
    static final int LIMIT_WITH_ESCAPES = 250;

    private static final String[] SUFFIXES = {" [preauth]", " [postauth]"};
    private static final String[] LEVELS = {"error: ", "fatal: "};

    private static final String[] AUTHENTICATION = {"{method} for {user:account} from {address} port {port} ssh2{key}",
        "{method} for {user:account} from {address} port {port}", "{text} from {address} port {port} ssh2"};

    private static final List<EventRule> AUTHENTICATIONS = List.of(
        on("Accepted key ", "ssh_key_found", null, "{key_type} {key_fingerprint} found at {rest}"),
        on("Accepted certificate ID ", "ssh_key_found", null),
        whole("Accepted ", "ssh_key_found", null, "{word} public key {rest}"),
        on("Accepted ", "ssh_login", SUCCESS, AUTHENTICATION),
        on("Failed ", "ssh_failed", FAILURE, AUTHENTICATION),
        on("Postponed ", "ssh_postponed", null, AUTHENTICATION),
        on("Partial ", "ssh_partial", null, AUTHENTICATION),
        on("Invalid user ", "ssh_invalid_user", FAILURE, "{user:client} from {address} port {port}", "{user:client} from {address}"),
        on("Illegal user ", "ssh_invalid_user", FAILURE, "{user:client} from {address} port {port}", "{user:client} from {address}"),
        on("input_userauth_request: invalid user ", "ssh_invalid_user", FAILURE, "{user:client}"),
        on("input_userauth_request: illegal user ", "ssh_invalid_user", FAILURE, "{user:client}"),
        on("maximum authentication attempts exceeded for ", "ssh_max_attempts", FAILURE,
            "{user:account} from {address} port {port} ssh2"),
        on("Disconnecting: Too many authentication failures for ", "ssh_max_attempts", FAILURE, "{user:account}"),
        on("Disconnecting: Too many authentication failures", "ssh_max_attempts", FAILURE),
        // PAM's words (pam_strerror), of which one has a "for" in it.
        on("PAM: Have exhausted maximum number of retries for service for ", "ssh_pam_failure", FAILURE, pam("")),
        whole("PAM: ", "ssh_pam_error", FAILURE, "pam_{rest}"),
        on("PAM: Authentication failure for ", "ssh_pam_failure", FAILURE, pam("")),
        on("PAM: authentication error for ", "ssh_pam_failure", FAILURE, pam("")),
        on("PAM: User not known to the underlying authentication module for ", "ssh_pam_failure", FAILURE, pam("")),
        on("PAM: Authentication service cannot retrieve authentication info for ", "ssh_pam_failure", FAILURE, pam("")),
        on("PAM: Permission denied for ", "ssh_pam_failure", FAILURE, pam("")),
        on("PAM: User account has expired for ", "ssh_pam_failure", FAILURE, pam("")),
        on("PAM: ", "ssh_pam_failure", FAILURE, pam("{text} for ")),
        on("PAM user mismatch", "ssh_pam_failure", FAILURE),
        on("wrong user name passed to monitor: ", "ssh_pam_failure", FAILURE));

    private static final List<EventRule> REFUSALS = List.of(
        on("Access denied for user ", "ssh_denied", FAILURE, "{user:client} by PAM account configuration"),
        whole("User ", "ssh_denied", FAILURE, "{user:client} from {address} not allowed because {rest}",
            "{user:client} not allowed because {rest}"),
        whole("User ", "ssh_key_refused", FAILURE, "{user} authorized keys {rest}", "'{user}' authorized keys {rest}"),
        on("ROOT LOGIN REFUSED FROM ", "ssh_denied", FAILURE, "{address} port {port}", "{address}").of("root"),
        on("Root login accepted for forced command", "ssh_forced_command", null).of("root"),
        on("refused connect from ", "ssh_denied", FAILURE, "{text} ({address})", "{address}"),
        on("administratively prohibited connection for ", "ssh_denied", FAILURE,
            "{user:account} from {address} port {port}", "{user:account} from {address} port {port} {rest}"),
        on("Rhosts authentication refused for ", "ssh_denied", FAILURE, "{user}: {rest}"),
        on("Username too long from ", "ssh_denied", FAILURE, "{address} port {port}"),
        on("Authentication refused for ", "ssh_key_refused", FAILURE, "{user}: {rest}"),
        on("Authentication refused: ", "ssh_key_refused", FAILURE),
        on("Authentication key ", "ssh_key_revoked", FAILURE, "{key_type} {key_fingerprint} revoked by file {rest}"),
        on("WARNING: authentication attempt with revoked key ", "ssh_key_revoked", FAILURE, "{key_type} {key_fingerprint}"),
        on("WARNING: revoked key for ", "ssh_key_revoked", FAILURE),
        whole("/", "ssh_key_refused", FAILURE, tried("{text}: Authentication tried for ")),
        on("Authentication tried for ", "ssh_key_refused", FAILURE, tried("")),
        on("public key ", "ssh_key_refused", FAILURE,
            "{text} signature for {user:account} from {address} port {port} rejected: {rest}"),
        on("Refusing certificate ID ", "ssh_key_refused", FAILURE),
        on("Certificate invalid: ", "ssh_key_refused", FAILURE),
        on("userauth_pubkey: ", "ssh_key_refused", FAILURE),
        on("refusing previously-used ", "ssh_key_refused", FAILURE),
        on("refused local port forward: ", "ssh_forward_refused", FAILURE,
            "originator {address} port {port}, target {rest}"),
        on("refused streamlocal port forward: ", "ssh_forward_refused", FAILURE,
            "originator {address} port {port}, target {rest}"));

    private static final EventRules RULES;

    static {
        List<EventRule> all = new ArrayList<>(AUTHENTICATIONS);
        all.addAll(REFUSALS);
        all.addAll(SshConnectionEvents.RULES);
        all.addAll(SftpEvents.RULE_LIST);
        RULES = EventRules.of(all);
    }

    private SshEvents() {
    }

    private static String[] pam(String reason) {
        // "via" is Red Hat's.
        return new String[] {reason + "{user:account} from {address} via {word}", reason + "{user:account} from {address}"};
    }

    /** The host's name is what the client's name server says. */
    private static String[] tried(String begin) {
        String key = begin + "{user:client} with correct key but not from a permitted host (host={text}, ip={address}";
        return new String[] {key + ", required={rest}", key + ").",
            begin + "{user:client} with valid certificate but not from a permitted source address ({address}).",
            begin + "{user:client} with {rest}"};
    }

    static boolean write(byte[] b, int from, int to, boolean cut, RecordWriter record) {
        int begin = from;
        for (String level : LEVELS) {
            if (Ascii.starts(b, begin, to, level)) {
                begin += level.length();
            }
        }
        int end = to;
        for (String suffix : SUFFIXES) {
            if (Ascii.ends(b, begin, to, suffix)) {
                end = to - suffix.length();
            }
        }
        Reading reading = EventRules.reading();
        EventRule rule = RULES.find(b, begin, end, cut || isCut(b, from, to), reading);
        if (rule == null) {
            return false;
        }
        byte[] user = rule.user() == null ? singleBackslashes(b, reading) : null;
        if (user != null) {
            reading.remove(AuthField.USER);
        }
        EventRules.write(rule, reading, b, record);
        if (user != null) {
            record.text(AuthField.USER.written(), user, 0, user.length);
        }
        return true;
    }

    /**
     * The user's name with single backslashes, so that one name has one spelling; null where it has no others. Some processes of a
     * connection escape what others have escaped already: a name of UTF-8 is both {@code m\303\274} and, with each backslash twice,
     * {@code m\\303\\274}. The escapes stay escapes: a name with the letters of one in it must not become another's.
     */
    private static byte @Nullable [] singleBackslashes(byte[] b, Reading reading) {
        if (!reading.has(AuthField.USER)) {
            return null;
        }
        int from = reading.from(AuthField.USER);
        int to = reading.to(AuthField.USER);
        if (Ascii.find(b, from, to, "\\\\") < 0) {
            return null;
        }
        byte[] name = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (b[i] != '\\' || i == from || b[i - 1] != '\\') {
                name[length++] = b[i];
            }
        }
        return Arrays.copyOf(name, length);
    }

    private static boolean isCut(byte[] b, int from, int to) {
        return to - from >= LIMIT_WITH_ESCAPES && (to - from >= LIMIT || Ascii.indexOf(b, from, to, '\\') >= 0);
    }
}

package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.FAILURE;
import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;
import static dev.caravan.parse.auth.EventRule.whole;

/**
 * Messages of Dropbear's server (svr-auth*.c, svr-main.c, svr-session.c), with the events of {@link SshEvents}. The user
 * name is the client's text, quotes and all. Dropbear does not cut its messages, but BusyBox' syslogd does, at 256 bytes.
 */
final class DropbearEvents {

    private static final String USER_FROM = "{user:text}' from {peer}";
    private static final String USER_FROM_MORE = "{user:text}' from {peer}, extra auth required";

    static final EventRules RULES = EventRules.of(
        on("Bad password attempt for '", "ssh_failed", FAILURE, USER_FROM),
        on("Bad PAM password attempt for '", "ssh_failed", FAILURE, USER_FROM),
        on("Pubkey auth bad signature for '", "ssh_failed", FAILURE, "{user:text}' with key {word} from {peer}",
            "{user:text}' with key {text} from {peer}"),
        on("Pubkey auth attempt with unknown algo for '", "ssh_failed", FAILURE, USER_FROM),
        on("Login attempt for nonexistent user", "ssh_invalid_user", FAILURE, " from {peer}", " '" + USER_FROM),
        on("login attempt for nonexistent user", "ssh_invalid_user", FAILURE, " from {peer}", " '" + USER_FROM),
        on("Login attempt with wrong user ", "ssh_invalid_user", FAILURE, "{user:text} from {peer}"),
        on("login attempt with wrong user ", "ssh_invalid_user", FAILURE, "{user:text} from {peer}"),
        on("Password auth succeeded for '", "ssh_login", SUCCESS, USER_FROM, USER_FROM_MORE),
        on("password auth succeeded for '", "ssh_login", SUCCESS, USER_FROM),
        on("PAM password auth succeeded for '", "ssh_login", SUCCESS, USER_FROM, USER_FROM_MORE),
        on("Auth succeeded with blank password for '", "ssh_login", SUCCESS, USER_FROM),
        on("Pubkey auth succeeded for '", "ssh_login", SUCCESS, "{user:text}' with {key_type} key {key_fingerprint} from {peer}",
            "{user:text}' with {key_type} key {key_fingerprint} from {peer}, extra auth required",
            "{user:text}' with {text}key {text} from {peer}"),
        on("User '", "ssh_denied", FAILURE, "{user:text}' has invalid shell, rejected", "{user:text}' has blank password, rejected"),
        on("User account '", "ssh_denied", FAILURE, "{user:text}' is locked"),
        on("Account '", "ssh_denied", FAILURE, "{user:text}' is disabled", "{user:text}' is locked"),
        on("root login rejected", "ssh_denied", FAILURE).of("root"),
        on("Logins are restricted to the group ", "ssh_denied", FAILURE, "{group} but user '{user:text}' is not a member"),
        on("Child connection from ", "ssh_connection", null, "{peer}"),
        on("Max auth tries reached - user '", "ssh_max_attempts", FAILURE, USER_FROM, "{user:text}'"),
        whole("Exit before auth", "ssh_max_attempts", FAILURE,
            " from <{peer}>: (user '{word}', {number} fails): Max auth tries reached - user '{user:text}'",
            " from <{peer}>: (user '{word}', {number} fails): Max auth tries reached - " + "user '{user:text}' from {word}"),
        on("Exit before auth", "ssh_connection_closed", null, " from <{peer}>: (user '{user:text}', {number} fails): {rest}",
            " from <{peer}>: {rest}", " (user '{user:text}', {number} fails): {rest}"),
        on("exit before auth", "ssh_connection_closed", null, " (user '{user:text}', {number} fails): {rest}"),
        on("Exit (", "ssh_disconnect", null, "{user:text}) from <{peer}>: {rest}", "{user:text}): {rest}"),
        on("exit after auth (", "ssh_disconnect", null, "{user:text}): {rest}"),
        on("Timeout before auth", "ssh_timeout", null),
        on("Early exit: Terminated by signal", "ssh_server_stopped", null),
        on("Running in background", "ssh_server_started", null),
        on("Not backgrounding", "ssh_server_started", null));

    private DropbearEvents() {
    }
}

package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.FAILURE;
import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;
import static dev.caravan.parse.auth.EventRule.whole;

/**
 * Messages of su, runuser and login (util-linux' su-common.c and login.c, shadow's su.c and login.c) and of systemd-logind.
 * None of them cuts its messages. Whom su shall become, and the name at the prompt of login, are what was typed.
 */
final class LoginEvents {

    private static final String BECAME = "{target_user:text}) {user} on {tty}";

    /** su: who acts has an account, whose name has no spaces; he may have typed anything for whom he wants to become. */
    static final EventRules SU = EventRules.of(
        on("(to ", "su", SUCCESS, BECAME),
        on("FAILED SU (to ", "su_failed", FAILURE, BECAME),
        on("Successful su for ", "su", SUCCESS, "{target_user:text} by {user}"),
        on("FAILED su for ", "su_failed", FAILURE, "{target_user:text} by {user}"),
        on("+ ", "su", SUCCESS, "{tty} {user}:{target_user}"),
        on("- ", "su_failed", FAILURE, "{tty} {user}:{target_user}"),
        on("BAD SU ", "su_failed", FAILURE, "{user} to {target_user} on {tty}"),
        on("pam_authenticate: ", "su_failed", FAILURE),
        on("pam_acct_mgmt: ", "su_failed", FAILURE),
        on("Authentication failed for ", "su_failed", FAILURE, "{target_user}"),
        on("No passwd entry for user '", "su_failed", FAILURE, "{target_user:text}'"),
        on("SU by ", "su_failed", FAILURE, "{user} to restricted account {target_user}"),
        on("DENIED su from '", "su_failed", FAILURE, "{user}' to '{target_user:text}' ({rest}"),
        whole("", "su", SUCCESS, "{user} to {target_user} on {tty}"));

    static final EventRules RUNUSER = EventRules.of(
        on("(to ", "runuser", SUCCESS, BECAME),
        on("FAILED RUNUSER (to ", "runuser_failed", FAILURE, BECAME));

    private static final String WHERE = "on '{tty}' from '{address}'";

    static final EventRules LOGIN = EventRules.of(
        on("FAILED LOGIN SESSION FROM ", "auth_failure", FAILURE, "{address} FOR {user:text}, {text:no_comma}"),
        on("FAILED LOGIN (", "auth_failure", FAILURE, "{number}) " + WHERE + " FOR '{user:text}', {text:no_comma}",
            "{number}) on '{tty}' FOR '{user:text}', {text:no_comma}"),
        on("FAILED LOGIN", "auth_failure", FAILURE, " {number} FROM {address} FOR {user:text}, {text:no_comma}"),
        on("TOO MANY LOGIN TRIES (", "login_max_attempts", FAILURE, "{number}) " + WHERE + " FOR '{user:text}'",
            "{number}) on '{tty}' FOR '{user:text}'", "{number}) FROM {address} FOR {user:text}, {text:no_comma}"),
        on("REPEATED login failures", "login_max_attempts", FAILURE, " " + WHERE, " on '{tty}'"),
        on("exceeded failure limit for '", "login_max_attempts", FAILURE, "{user:text}' " + WHERE, "{user:text}' on '{tty}'"),
        on("invalid password for '", "auth_failure", FAILURE, "{user:text}' " + WHERE, "{user:text}' on '{tty}'"),
        on("ILLEGAL ROOT LOGIN", "login_denied", FAILURE, " " + WHERE, " on '{tty}'").of("root"),
        on("ROOT LOGIN REFUSED", "login_denied", FAILURE, " " + WHERE, " on '{tty}'").of("root"),
        whole("LOGIN '", "login_denied", FAILURE, "{user:text}' REFUSED " + WHERE, "{user:text}' REFUSED on '{tty}'",
            "{user:text}' REFUSED{rest}"),
        on("invalid login time for '", "login_denied", FAILURE, "{user:text}' " + WHERE, "{user:text}' on '{tty}'"),
        on("ROOT LOGIN ", "login", SUCCESS, "ON {tty} FROM {address}", "ON {tty}", " " + WHERE, " on '{tty}'", WHERE,
            "on '{tty}'").of("root"),
        on("LOGIN ON ", "login", SUCCESS, "{tty} BY {user} FROM {address}", "{tty} BY {user}"),
        on("DIALUP AT ", "login", SUCCESS, "{tty} BY {user} FROM {address}", "{tty} BY {user}"),
        whole("'", "login", SUCCESS, "{user}' logged in " + WHERE, "{user}' logged in on '{tty}'", "{user}' logged in{rest}"));

    /** Since systemd 256 with quotes and more behind the name. */
    static final EventRules LOGIND = EventRules.of(
        on("New session ", "session_opened", SUCCESS, "'{word}' of user '{user}' {rest}", "'{word}' of user '{user}'.",
            "{word} of user {user}."),
        on("Removed session ", "session_closed", null),
        whole("Session ", "session_closed", null, "{word} logged out. {rest}", "'{word}' logged out. {rest}"),
        on("System is rebooting", "system_reboot", null),
        on("System is powering down", "system_shutdown", null),
        on("System is halting", "system_shutdown", null),
        on("The system will reboot", "system_reboot", null),
        on("The system will power off", "system_shutdown", null),
        on("The system will be halted", "system_shutdown", null));

    private LoginEvents() {
    }
}

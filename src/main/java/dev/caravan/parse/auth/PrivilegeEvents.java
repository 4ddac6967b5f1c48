package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.FAILURE;
import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;
import static dev.caravan.parse.auth.EventRule.whole;

/**
 * Messages of doas, polkit, pkexec and cron, which run programs for others. Directories and commands are the user's text; he
 * has an account, whose name has no spaces. None of them cuts its messages, the log daemon may: then the last field, which
 * is the command, is left out.
 */
final class PrivilegeEvents {

    /** OpenDoas (doas.c, pam.c, shadow.c). */
    static final EventRules DOAS = EventRules.of(
        on("command not permitted for ", "doas_failed", FAILURE, "{user}: {command}", "{user}: {rest}"),
        on("failed command for ", "doas_failed", FAILURE, "{user}: {command}", "{user}: {rest}"),
        on("failed auth for ", "doas_failed", FAILURE, "{user}"),
        on("failed password for ", "doas_failed", FAILURE, "{user}"),
        on("tty required for ", "doas_failed", FAILURE, "{user}"),
        whole("", "doas", SUCCESS, "{user} ran command {command} as {target_user} from {pwd}", "{user} ran command {rest}"));

    private static final String OWNED = " (owned by unix-user:{user})";

    /** polkitd (polkitbackendinteractiveauthority.c). In brackets stands the command line of the one who asks. */
    static final EventRules POLKIT = EventRules.of(
        whole("Operator of ", "polkit_failed", FAILURE,
            "{word} FAILED to authenticate to gain authorization for action {action} for {text}" + OWNED,
            "{word} FAILED to authenticate to gain authorization for action {action} for {rest}",
            "{word} FAILED to authenticate {rest}"),
        whole("Operator of ", "polkit_authenticated", SUCCESS,
            authenticated("TEMPORARY") + OWNED, authenticated("ONE-SHOT") + OWNED,
            "{word} successfully authenticated as unix-user:{target_user} to gain {rest}"),
        on("Registered Authentication Agent for ", "polkit_agent_registered", null),
        on("Unregistered Authentication Agent for ", "polkit_agent_unregistered", null));

    private static final String WHAT = " [USER={target_user}] [TTY={tty}] [CWD={pwd}] [COMMAND={command}]";

    /** pkexec.c. */
    static final EventRules PKEXEC = EventRules.of(
        whole("", "pkexec", SUCCESS, "{user}: Executing command" + WHAT, "{user}: Executing command {rest}"),
        whole("", "pkexec_failed", FAILURE, "{user}: {text}" + WHAT, "{user}: {rest}"));

    /** cron and crontab (Vixie's, Debian's and cronie's misc.c, log_it). */
    static final EventRules CRON = EventRules.of(
        whole("(", "cron_command", SUCCESS, "{user}) CMD ({command})", "{user}) CMD ({rest}"),
        whole("(", "crontab_changed", SUCCESS, "{user}) REPLACE ({target_user})"),
        whole("(", "crontab_deleted", SUCCESS, "{user}) DELETE ({target_user})"),
        whole("(", "crontab_listed", SUCCESS, "{user}) LIST ({target_user})"),
        whole("(", "crontab_edit", SUCCESS, "{user}) BEGIN EDIT ({target_user})", "{user}) END EDIT ({target_user})"),
        whole("(", "crontab_denied", FAILURE, "{user}) AUTH (crontab command not allowed)"),
        whole("(", "cron_denied", FAILURE, "{user}) FAILED to authorize user with PAM {rest}", "{user}) PAM ERROR {rest}"),
        whole("(", "cron_reload", null, "{user}) RELOAD {rest}"));

    private PrivilegeEvents() {
    }

    private static String authenticated(String how) {
        return "{word} successfully authenticated as unix-user:{target_user} to gain " + how
            + " authorization for action {action} for {text}";
    }
}

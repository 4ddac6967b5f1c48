package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;

import java.util.List;

/**
 * Messages of OpenSSH's sftp-server, also of the one within sshd. File names are the client's text and stay in the message.
 */
final class SftpEvents {

    static final List<EventRule> RULE_LIST = List.of(
        on("session opened for local user ", "sftp_session_opened", SUCCESS, "{user} from [{address}]"),
        on("session closed for local user ", "sftp_session_closed", null, "{user} from [{address}]"),
        on("open \"", "sftp_open", null),
        on("close \"", "sftp_close", null),
        on("forced close \"", "sftp_close", null),
        on("opendir \"", "sftp_opendir", null),
        on("closedir \"", "sftp_closedir", null),
        on("remove name \"", "sftp_remove", null),
        on("rename old \"", "sftp_rename", null),
        on("posix-rename old \"", "sftp_rename", null),
        on("mkdir name \"", "sftp_mkdir", null),
        on("rmdir name \"", "sftp_rmdir", null),
        on("symlink old \"", "sftp_link", null),
        on("hardlink old \"", "sftp_link", null),
        on("set \"", "sftp_set", null),
        on("sent status ", "sftp_status", null));

    static final EventRules RULES = EventRules.of(RULE_LIST);

    private SftpEvents() {
    }
}

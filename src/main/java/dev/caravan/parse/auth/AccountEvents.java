package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.FAILURE;
import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;
import static dev.caravan.parse.auth.EventRule.whole;

/**
 * Messages of the shadow tools, which change accounts (src/useradd.c, usermod.c, gpasswd.c and so on). The tools write the
 * same once more about the shadow files; those are no events, so that each change is one. Root alone runs most of the tools,
 * and they check names, so nobody else's text is in their messages but a shell's or a home's path.
 */
final class AccountEvents {

    static final EventRules RULES = EventRules.of(
        on("new user: name=", "user_added", SUCCESS, "{target_user}, UID={uid}, {rest}", "{target_user}, {rest}"),
        on("new group: name=", "group_added", SUCCESS, "{group}, GID={number}", "{group}, {rest}"),
        on("failed adding user '", "user_add_failed", FAILURE, "{target_user:text}', {rest}", "{target_user:text}'"),
        on("failed adding group '", "group_add_failed", FAILURE, "{group:text}', {rest}", "{group:text}'"),
        on("delete user '", "user_deleted", SUCCESS, "{target_user}'"),
        on("removed group '", "group_deleted", SUCCESS, "{group}' owned by '{rest}"),
        whole("group '", "group_deleted", SUCCESS, "{group}' removed"),
        whole("add '", "group_member_added", SUCCESS, "{target_user}' to group '{group}'"),
        whole("delete '", "group_member_removed", SUCCESS, "{target_user}' from group '{group}'"),
        whole("change user '", "password_changed", SUCCESS, "{target_user}' password"),
        on("change user '", "user_changed", SUCCESS, "{target_user}' {attribute} from '{old_value:text}' to '{new_value:text}'",
            "{target_user}' {rest}"),
        on("change user name '", "user_renamed", SUCCESS, "{old_value}' to '{target_user}'"),
        on("lock user '", "password_locked", SUCCESS, "{target_user}' password"),
        on("unlock user '", "password_unlocked", SUCCESS, "{target_user}' password"),
        on("password for '", "password_changed", SUCCESS, "{target_user}' changed by '{user}'"),
        whole("password for ", "password_changed", SUCCESS, "{target_user} changed by {user}"),
        on("password locked for '", "password_locked", SUCCESS, "{target_user}'"),
        on("password unlocked for '", "password_unlocked", SUCCESS, "{target_user}'"),
        on("password status for '", "password_status_changed", SUCCESS, "{target_user}' changed by '{user}'"),
        on("incorrect password for ", "auth_failure", FAILURE, "'{target_user}'", "{target_user}"),
        on("can't view or modify password information for ", "password_change_failed", FAILURE, "{target_user}"),
        on("root is not authorized by SELinux to change the password of ", "password_change_failed", FAILURE, "{target_user}"),
        on("changed password expiry for ", "password_expiry_changed", SUCCESS, "{target_user}"),
        on("changed user '", "user_changed", SUCCESS, "{target_user}' {attribute} to '{new_value:text}'",
            "{target_user}' {attribute}"),

        whole("user ", "group_member_added", SUCCESS, "{target_user} added by {user} to group {group}"),
        whole("user ", "group_member_removed", SUCCESS, "{target_user} removed by {user} from group {group}"),
        whole("administrators of group ", "group_changed", SUCCESS, "{group} set by {user} to {target_user}",
            "{group} set by {user} to {rest}"),
        whole("members of group ", "group_changed", SUCCESS, "{group} set by {user} to {target_user}",
            "{group} set by {user} to {rest}"),
        whole("password of group ", "group_password_changed", SUCCESS, "{group} changed by {user}", "{group} removed by {user}"),
        whole("access to group ", "group_changed", SUCCESS, "{group} restricted by {user}"),
        on("Invalid password for group '", "group_auth_failure", FAILURE, "{group:text}' from '{user}'"),
        whole("user '", "group_switched", SUCCESS, "{user}' (login '{word}' on {word}) switched to group '{group}'"),
        whole("file ", "account_file_edited", SUCCESS, "{word} edited"));

    private AccountEvents() {
    }
}

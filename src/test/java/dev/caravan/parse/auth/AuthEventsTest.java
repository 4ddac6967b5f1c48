package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is found in messages, and what attackers cannot make it find. */
class AuthEventsTest {

    private static final String KEY = "SHA256:OG6LFCaY3Md5Mh0UZlUIHh/8pzYwGg70DSpTbW3f2ac";
    private static final List<String> SYSLOG_FIELDS = List.of("time", "host", "ident", "pid", "message");
    private final Syslog parser = new Syslog(ZoneOffset.UTC);

    /** The fields that were added, as {@code name=value, name=value} in the order of names. */
    private String found(String ident, String message) {
        JsonNode record = Parsing.record(parser, "2026-11-25T02:24:49Z web1 " + ident + ": " + message);
        assertEquals(message.stripLeading(), Parsing.get(record, "message"));
        Map<String, String> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (!SYSLOG_FIELDS.contains(field.getKey())) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        }
        return String.join(", ", fields.entrySet().stream().map(Map.Entry::toString).toList());
    }

    private void assertFound(String expected, String ident, String message) {
        assertEquals(expected, found(ident, message));
    }

    @Test
    void aLoginWithAKeyHasUserAddressMethodAndKey() {
        assertFound("event=ssh_login, key_fingerprint=" + KEY + ", key_type=ED25519, method=publickey, outcome=success,"
            + " src_ip=2001:db8::1, src_port=46662, user=alice",
            "sshd[1]", "Accepted publickey for alice from 2001:db8::1 port 46662 ssh2: ED25519 " + KEY);
        assertFound("event=ssh_login, method=keyboard-interactive/pam, outcome=success, src_ip=192.0.2.1, src_port=5, user=alice",
            "sshd-session[1]", "Accepted keyboard-interactive/pam for alice from 192.0.2.1 port 5 ssh2");
    }

    @Test
    void portsAreNumbers() {
        JsonNode record = Parsing.record(parser, "2026-11-25T02:24:49Z web1 sshd[1]: Invalid user x from 192.0.2.1 port 5");
        assertTrue(record.get("src_port").isInt());
    }

    @Test
    void aUserNameThatImitatesAnAddressIsAUserName() {
        assertFound("event=ssh_failed, method=password, outcome=failure, src_ip=127.0.0.1, src_port=57264, user=from 1.2.3.4 port 22",
            "sshd[1]", "Failed password for invalid user from 1.2.3.4 port 22 from 127.0.0.1 port 57264 ssh2");
        assertFound("event=ssh_failed, method=password, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x from 6.6.6.6 port 22 ssh2",
            "sshd[1]", "Failed password for invalid user x from 6.6.6.6 port 22 ssh2 from 9.9.9.9 port 2 ssh2");
        // sshd cuts a name at its colon: the first "ssh2: " is its own.
        assertFound("event=ssh_failed, key_fingerprint=" + KEY
            + ", key_type=RSA-CERT, method=publickey, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x",
            "sshd[1]", "Failed publickey for invalid user x from 9.9.9.9 port 2 ssh2: RSA-CERT " + KEY + " ID x from 6.6.6.6 port 22 ssh2: RSA "
                + KEY);
        assertFound("event=ssh_invalid_user, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x from 6.6.6.6 port 22",
            "sshd[1]", "Invalid user x from 6.6.6.6 port 22 from 9.9.9.9 port 2");
        assertFound("event=ssh_connection_closed, src_ip=9.9.9.9, src_port=2, user=x 6.6.6.6 port 22 [preauth]",
            "sshd[1]", "Connection closed by invalid user x 6.6.6.6 port 22 [preauth] 9.9.9.9 port 2 [preauth]");
        assertFound("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2, user=user root 6.6.6.6 port 22",
            "sshd[1]", "Disconnected from invalid user user root 6.6.6.6 port 22 9.9.9.9 port 2 [preauth]");
        assertFound("event=ssh_max_attempts, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x from 6.6.6.6 port 22 ssh2",
            "sshd[1]",
            "error: maximum authentication attempts exceeded for invalid user x from 6.6.6.6 port 22 ssh2 from 9.9.9.9 port 2 ssh2 [preauth]");
    }

    @Test
    void anEmptyUserNameIsEmpty() {
        assertFound("event=ssh_invalid_user, outcome=failure, src_ip=9.9.9.9, src_port=2, user=", "sshd[1]", "Invalid user  from 9.9.9.9 port 2");
        assertFound("event=ssh_failed, method=none, outcome=failure, src_ip=9.9.9.9, src_port=2, user=",
            "sshd[1]", "Failed none for invalid user  from 9.9.9.9 port 2 ssh2");
    }

    @Test
    void theNameOfAMethodCannotGiveAnotherUser() {
        assertFound(
            "event=ssh_failed, method=password, outcome=failure, src_ip=9.9.9.9, src_port=2, user=root from 6.6.6.6 port 1 ssh2 for invalid user x",
            "sshd[1]", "Failed password for root from 6.6.6.6 port 1 ssh2 for invalid user x from 9.9.9.9 port 2 ssh2");
        assertFound("event=ssh_failed, outcome=failure, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Failed two words for invalid user x from 9.9.9.9 port 2 ssh2");
    }

    @Test
    void theIdInACertificateCannotGiveAnotherAddress() {
        assertFound("event=ssh_failed, key_fingerprint=" + KEY + ", key_type=ED25519-CERT, method=publickey, outcome=failure,"
            + " src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Failed publickey for root from 9.9.9.9 port 2 ssh2: ED25519-CERT " + KEY
                + " ID x from 6.6.6.6 port 22 ssh2 (serial 0) CA RSA " + KEY);
        assertFound("event=ssh_failed, key_fingerprint=" + KEY + ", key_type=ED25519-CERT, method=publickey, outcome=failure,"
            + " src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Failed publickey for root from 9.9.9.9 port 2 ssh2: ED25519-CERT " + KEY + " ID x from 6.6.6.6 port 22 ssh2: RSA " + KEY
                + " (serial 0) CA RSA " + KEY);
    }

    @Test
    void theHostNameOfAHostKeyCannotGiveAnotherAddress() {
        assertFound("event=ssh_failed, key_fingerprint=" + KEY
            + ", key_type=RSA, method=hostbased, outcome=failure, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Failed hostbased for root from 9.9.9.9 port 2 ssh2: RSA " + KEY + ", client user \"root\", client host \"x from 6.6.6.6"
                + " port 22 ssh2: RSA " + KEY + "\"");
        assertFound("event=ssh_login, key_fingerprint=" + KEY
            + ", key_type=RSA, method=hostbased, outcome=success, src_ip=9.9.9.9, src_port=2, user=bob",
            "sshd[1]", "Accepted hostbased for bob from 9.9.9.9 port 2 ssh2: RSA " + KEY + ", client user \"bob\", client host \"h\"");
    }

    @Test
    void whatIsNoAddressIsNoSourceAddress() {
        assertFound("event=ssh_failed, method=password, outcome=failure, src_port=65535, user=root",
            "sshd[1]", "Failed password for root from UNKNOWN port 65535 ssh2");
        assertFound("event=ssh_failed, outcome=failure", "sshd[1]", "Failed password for root from 9.9.9.9 port 65536 ssh2");
        assertFound("event=ssh_login, method=password, outcome=success, src_ip=fe80::1, src_port=5, user=root",
            "sshd[1]", "Accepted password for root from fe80::1%eth0 port 5 ssh2");
        assertFound("event=ssh_invalid_user, outcome=failure, src_ip=9.9.9.9, user=old",
            "sshd[1]", "Invalid user old from 9.9.9.9");
    }

    @Test
    void disconnectsAreReadFromTheSideThatTheClientCannotReach() {
        assertFound("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Received disconnect from 9.9.9.9 port 2:11: from 6.6.6.6 port 22 [preauth]");
        assertFound("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Disconnecting authenticating user root 9.9.9.9 port 2: Too many authentication failures [preauth]");
        assertFound("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2, user=x 6.6.6.6 port 22",
            "sshd[1]", "Disconnecting invalid user x 6.6.6.6 port 22 9.9.9.9 port 2: Change of username: y 7.7.7.7 port 3: [preauth]");
        assertFound("event=ssh_connection_closed, src_ip=9.9.9.9, src_port=2", "sshd[1]", "Connection closed by 9.9.9.9 port 2");
        assertFound("event=ssh_connection_closed, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Connection reset by authenticating user root 9.9.9.9 port 2 [preauth]");
        assertFound("event=ssh_connection_closed", "sshd[1]", "Connection closed by remote host");
    }

    @Test
    void clientsThatSpeakSomethingElseHaveAnAddress() {
        assertFound("event=ssh_protocol_error, src_ip=9.9.9.9, src_port=2", "sshd[1]",
            "banner exchange: Connection from 9.9.9.9 port 2: invalid format");
        assertFound("event=ssh_protocol_error, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Unable to negotiate with 9.9.9.9 port 2: no matching host key type found. Their offer: x from 6.6.6.6 port 3 [preauth]");
        assertFound("event=ssh_protocol_error, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Bad protocol version identification 'x' from 6.6.6.6 port 3' from 9.9.9.9 port 2");
        assertFound("event=ssh_connection, src_ip=9.9.9.9, src_port=2", "sshd[1]",
            "Connection from 9.9.9.9 port 2 on 192.0.2.1 port 22 rdomain \"\"");
    }

    @Test
    void aUserWhoIsNotAllowedIsDenied() {
        assertFound("event=ssh_denied, outcome=failure, src_ip=9.9.9.9, user=bob",
            "sshd[1]", "User bob from 9.9.9.9 not allowed because not listed in AllowUsers");
    }

    @Test
    void aRepeatedMessageGivesItsEventAndTheNumber() {
        assertFound("event=ssh_failed, method=password, outcome=failure, repeated=5, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "message repeated 5 times: [ Failed password for root from 9.9.9.9 port 2 ssh2]");
        assertFound("", "sshd[1]", "message repeated x times: [ Failed password for root from 9.9.9.9 port 2 ssh2]");
    }

    @Test
    void theSameTextFromAnotherProgramIsNoEvent() {
        for (String ident : new String[] {"nginx[1]", "sshd2[1]", "xsshd[1]", "root", "sudo", "su[1]"}) {
            assertFound("", ident, "Accepted password for root from 9.9.9.9 port 2 ssh2");
        }
        assertFound("", "cron[1]", "alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh");
        assertFound("", "sshd[1]", "new user: name=x, UID=0, GID=0");
    }

    @Test
    void sessionsOfPam() {
        assertFound("event=session_opened, outcome=success, service=sshd, user=alice", "sshd[1]",
            "pam_unix(sshd:session): session opened for user alice(uid=1001) by (uid=0)");
        assertFound("event=session_opened, outcome=success, service=sudo, target_user=root, user=alice", "sudo",
            "pam_unix(sudo:session): session opened for user root by alice(uid=1000)");
        assertFound("event=session_opened, outcome=success, service=cron, user=root", "CRON[5]",
            "pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)");
        assertFound("event=session_closed, service=su, target_user=alice", "su[1]", "pam_unix(su:session): session closed for user alice");
        assertFound("event=session_opened, outcome=success, service=x, target_user=root", "x",
            "pam_unix(x:session): session opened for user root by y by (uid=0)");
        assertFound("", "x", "pam_env(x:session): session opened for user root by (uid=0)");
        assertFound("", "x", "pam_unix(a b): session opened for user root by (uid=0)");
    }

    @Test
    void failuresOfPam() {
        String begin = "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser=";
        assertFound("event=auth_failure, outcome=failure, service=sshd, src_ip=127.0.0.1, tty=ssh, user=alice", "sshd[1]", begin
            + " rhost=127.0.0.1  user=alice");
        assertFound("event=auth_failure, outcome=failure, service=sshd, src_ip=127.0.0.1, tty=ssh", "sshd[1]", begin + " rhost=127.0.0.1 ");
        assertFound("event=auth_failure, outcome=failure, service=sshd, tty=ssh, user=root", "sshd[1]", begin + "alice rhost=  user=root");
        assertFound("event=auth_failure, outcome=failure, service=sshd, src_host=host.example.org, tty=ssh, user=root", "sshd[1]", begin
            + " rhost=host.example.org  user=root");
    }

    @Test
    void whatAFailureOfPamMayMeanInTwoWaysIsLeftOut() {
        String begin = "pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=";
        String found = "event=auth_failure, outcome=failure, service=vsftpd";
        assertFound(found + ", tty=ftp", "vsftpd[1]", begin + "x rhost=6.6.6.6  user=root rhost=9.9.9.9 ");
        assertFound(found + ", src_ip=9.9.9.9, tty=ftp, user=bob", "vsftpd[1]", begin + "x user=root rhost=9.9.9.9  user=bob");
        assertFound(found + ", tty=ftp", "vsftpd[1]", begin + " rhost=9.9.9.9  user=x rhost=6.6.6.6  user=root");
        assertFound(found + ", src_ip=9.9.9.9, tty=ftp, user=two words", "vsftpd[1]", begin + " rhost=9.9.9.9  user=two words");
        // sshd has no ruser: what is in front of the address is nobody's text.
        assertFound("event=auth_failure, outcome=failure, service=sshd, src_ip=9.9.9.9, tty=ssh, user=x rhost=6.6.6.6  user=root", "sshd[1]",
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=9.9.9.9  user=x rhost=6.6.6.6  user=root");
    }

    @Test
    void sudoGivesWhoRanWhatAsWhom() {
        assertFound("command=/usr/bin/id -u, event=sudo, outcome=success, pwd=/home/alice, target_user=root, tty=pts/0, user=alice",
            "sudo", "   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id -u");
        assertFound("command=/usr/bin/id, event=sudo, outcome=success, pwd=/root, target_user=alice, user=root",
            "sudo", "root : PWD=/root ; USER=alice ; COMMAND=/usr/bin/id");
        assertFound("command=/bin/x, event=sudo, group=adm, outcome=success, pwd=/, target_user=root, user=alice",
            "sudo", "alice : TTY=unknown ; PWD=/ ; USER=root ; GROUP=adm ; ENV=A=b ; COMMAND=/bin/x");
    }

    @Test
    void sudoThatWasRefusedIsAFailure() {
        for (String reason : new String[] {"user NOT in sudoers", "3 incorrect password attempts", "1 incorrect password attempt",
            "command not allowed",
            "a password is required"}) {
            assertFound("command=/bin/sh, event=sudo_failed, outcome=failure, pwd=/home/bob, target_user=root, tty=pts/1, user=bob",
                "sudo", "     bob : " + reason + " ; TTY=pts/1 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh");
        }
    }

    @Test
    void aDirectoryOrCommandWithSudosLabelsInItLeavesThemOut() {
        assertFound("event=sudo, outcome=success, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv/x ; USER=bob ; COMMAND=/bin/true ; USER=root ; COMMAND=/bin/sh");
        assertFound("command=/bin/echo x ; USER=bob, event=sudo, outcome=success, pwd=/srv, target_user=root, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/bin/echo x ; USER=bob");
        assertFound("event=sudo, outcome=success, pwd=/srv, target_user=root, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv ; USER=root ; ENV=A= ; COMMAND=/bin/true ; COMMAND=/bin/sh");
        assertFound("command=/bin/sh, event=sudo, outcome=success, pwd=/srv ; COMMAND=/bin/true, target_user=root, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv ; COMMAND=/bin/true ; USER=root ; COMMAND=/bin/sh");
        assertFound("event=sudo_continued, user=alice", "sudo", "alice : (command continued) x ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh");
        assertFound("", "sudo", "x TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh");
    }

    @Test
    void suOfUtilLinuxAndOfShadow() {
        assertFound("event=su, outcome=success, target_user=alice, user=root", "su[1]", "(to alice) root on none");
        assertFound("event=su_failed, outcome=failure, target_user=root, tty=pts/0, user=alice", "su[1]", "FAILED SU (to root) alice on pts/0");
        assertFound("event=su, outcome=success, target_user=root, user=alice", "su[1]", "Successful su for root by alice");
        assertFound("event=su_failed, outcome=failure, target_user=x by root, user=alice", "su[1]", "FAILED su for x by root by alice");
        assertFound("event=su_failed, outcome=failure, target_user=x) root, tty=pts/0, user=alice",
            "su[1]", "FAILED SU (to x) root) alice on pts/0");
    }

    @Test
    void loginOnTheConsole() {
        assertFound("event=login, outcome=success, tty=tty1, user=alice", "login[1]", "LOGIN ON tty1 BY alice");
        assertFound("event=login, outcome=success, tty=tty1, user=root", "login[1]", "ROOT LOGIN ON tty1");
        assertFound("event=auth_failure, outcome=failure, tty=tty1, user=x FOR root, y", "login[1]",
            "FAILED LOGIN 1 FROM tty1 FOR x FOR root, y, Authentication failure");
        assertFound("event=auth_failure, outcome=failure, src_ip=9.9.9.9, user=root", "login[1]",
            "FAILED LOGIN 1 FROM 9.9.9.9 FOR root, Authentication failure");
        assertFound("event=auth_failure, outcome=failure, tty=/dev/tty1, user=root", "login[1]",
            "FAILED LOGIN (1) on '/dev/tty1' FOR 'root', Authentication failure");
        assertFound("event=auth_failure, outcome=failure", "login[1]", "FAILED LOGIN ");
    }

    @Test
    void sessionsOfLogind() {
        assertFound("event=session_opened, outcome=success, user=alice", "systemd-logind[1]", "New session 12 of user alice.");
        assertFound("event=session_opened, outcome=success, user=alice", "systemd-logind[1]",
            "New session '12' of user 'alice' with class 'user' and type 'tty'.");
        assertFound("event=session_closed", "systemd-logind[1]", "Removed session 12.");
    }

    @Test
    void changesOfAccounts() {
        assertFound("event=user_added, outcome=success, target_user=bob, uid=1002", "useradd[1]",
            "new user: name=bob, UID=1002, GID=1002, home=/home/bob, shell=/bin/sh, from=none");
        assertFound("event=group_added, group=bob, outcome=success", "useradd[1]", "new group: name=bob, GID=1002");
        assertFound("event=user_deleted, outcome=success, target_user=bob", "userdel[1]", "delete user 'bob'");
        assertFound("event=group_deleted, group=bob, outcome=success", "userdel[1]", "removed group 'bob' owned by 'bob'");
        assertFound("event=group_deleted, group=g1, outcome=success", "groupdel[1]", "group 'g1' removed");
        assertFound("event=group_member_added, group=sudo, outcome=success, target_user=bob", "usermod[1]", "add 'bob' to group 'sudo'");
        assertFound("event=group_member_removed, group=sudo, outcome=success, target_user=bob", "userdel[1]", "delete 'bob' from group 'sudo'");
        assertFound("event=group_member_added, group=sudo, outcome=success, target_user=bob, user=root", "gpasswd[1]",
            "user bob added by root to group sudo");
        assertFound("event=group_member_removed, group=sudo, outcome=success, target_user=bob, user=root", "gpasswd[1]",
            "user bob removed by root from group sudo");
        assertFound("event=password_changed, outcome=success, target_user=bob, user=root", "passwd[1]", "password for 'bob' changed by 'root'");
        assertFound("event=password_changed, outcome=success, target_user=bob", "usermod[1]", "change user 'bob' password");
        assertFound("event=password_changed, outcome=success, service=chpasswd, target_user=alice", "chpasswd[1]",
            "pam_unix(chpasswd:chauthtok): password changed for alice");
    }

    @Test
    void theSecondNoteOfAChangeIsNoSecondEvent() {
        for (String message : new String[] {"add 'bob' to shadow group 'sudo'", "delete 'bob' from shadow group 'sudo'",
            "removed shadow group 'bob' owned by 'bob'",
            "group added to /etc/group: name=g1, GID=1002", "group added to /etc/gshadow: name=g1", "group 'g1' removed from /etc/group",
            "group 'g1' removed from /etc/gshadow"}) {
            assertFound("", "groupdel[1]", message);
        }
    }

    @Test
    void messagesThatEndEarlyAreNoError() {
        String[] messages = {"Accepted publickey for alice from 2001:db8::1 port 46662 ssh2: ED25519-CERT " + KEY + " ID x (serial 0) CA RSA " + KEY,
            "Failed password for invalid user x from 1.2.3.4 port 5 ssh2", "Invalid user x from 1.2.3.4 port 5",
            "Connection closed by invalid user x 1.2.3.4 port 5 [preauth]", "Disconnecting invalid user x 1.2.3.4 port 5: y [preauth]",
            "Received disconnect from 1.2.3.4 port 5:11: bye", "User bob from 9.9.9.9 not allowed because x",
            "message repeated 5 times: [ Invalid user x from 1.2.3.4]",
            "pam_unix(x:y): session opened for user alice(uid=1001) by (uid=0)",
            "pam_unix(x:y): authentication failure; tty=ssh ruser= rhost=1.2.3.4  user=a",
            "alice : a password is required ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=x", "FAILED SU (to root) alice on pts/0",
            "Successful su for a by b",
            "New session '12' of user 'alice'.", "FAILED LOGIN 1 FROM tty1 FOR 'root', no", "LOGIN ON tty1 BY alice", "new user: name=bob, UID=1",
            "add 'bob' to group 'sudo'", "user bob removed by root from group sudo", "group 'g1' removed", "password for 'bob' changed by 'root'"};
        for (String ident : new String[] {"sshd", "sudo", "su", "login", "systemd-logind", "useradd"}) {
            for (String message : messages) {
                for (int end = 0; end <= message.length(); end++) {
                    Parsing.record(parser, "2026-11-25T02:24:49Z web1 " + ident + ": " + message.substring(0, end));
                }
            }
        }
    }

    @Test
    void nothingIsReadFromTheEndOfAMessageThatSshdHasCut() {
        String begin = "Connection closed by invalid user ";
        String end = " 6.6.6.6 port 22";
        String name = "a".repeat(SshEvents.LIMIT - begin.length() - end.length());
        assertFound("event=ssh_connection_closed", "sshd[1]", begin + name + end);
        assertFound("event=ssh_connection_closed, src_ip=6.6.6.6, src_port=22, user=" + name.substring(1), "sshd[1]", begin + name.substring(1)
            + end);
        assertFound("event=ssh_max_attempts, outcome=failure", "sshd[1]",
            ("error: maximum authentication attempts exceeded for invalid user " + "\\001".repeat(120)).substring(0, SshEvents.LIMIT));
        assertFound("event=ssh_pam_failure, outcome=failure", "sshd[1]",
            ("error: PAM: User not known to the underlying authentication module for illegal user " + "\\001".repeat(120)).substring(0,
                SshEvents.LIMIT));
        // What stands in front of the client's text stays certain.
        assertFound("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2", "sshd[1]",
            ("Received disconnect from 9.9.9.9 port 2:11: " + "x".repeat(600)).substring(0, SshEvents.LIMIT));
        assertFound("event=ssh_failed, key_fingerprint=" + KEY
            + ", key_type=RSA-CERT, method=publickey, outcome=failure, src_ip=9.9.9.9, src_port=2, user=bob",
            "sshd[1]", ("Failed publickey for bob from 9.9.9.9 port 2 ssh2: RSA-CERT " + KEY + " ID " + "x".repeat(600)).substring(0,
                SshEvents.LIMIT));
    }

    @Test
    void spacesThatTheJournalTakesOffTheEndOfACutMessageHideNothing() {
        // 60 control characters, the forged peer, spaces up to where sshd cuts; the journal takes them off.
        assertFound("event=ssh_connection_closed", "sshd[1]", "Connection closed by invalid user " + "\\001".repeat(60) + " 6.6.6.6 port 22");
    }

    @Test
    void nothingIsReadFromTheEndOfAMessageThatALogDaemonMayHaveCut() {
        String busybox = "Bad password attempt for '" + "a".repeat(AuthEvents.BUSYBOX_LIMIT - 47) + "' from 6.6.6.6:4711";
        String line = "Nov 25 02:24:49 router authpriv.warn dropbear[1]: ";
        assertEquals("absent", Parsing.get(Parsing.record(parser, line + busybox + "1234"), "src_ip"));
        assertEquals("6.6.6.6", Parsing.get(Parsing.record(parser, "Nov 25 02:24:49 router dropbear[1]: " + busybox), "src_ip"));
        assertFound("event=auth_failure, outcome=failure", "login[1]",
            "FAILED LOGIN 1 FROM tty1 FOR " + "x".repeat(AuthEvents.LIMIT) + ", Authentication failure");
        assertFound("event=doas, outcome=success, user=bob", "doas", "bob ran command " + "x".repeat(AuthEvents.LIMIT) + " as root from /home/bob");
        assertFound("event=cron_command, outcome=success, user=bob", "CRON[1]", "(bob) CMD (" + "x".repeat(AuthEvents.LIMIT));
    }

    @Test
    void nothingIsReadFromTheEndOfAMessageThatSudoHasBroken() {
        // alice is in a directory with a long name that says what she has not run.
        assertFound("event=sudo, outcome=success, tty=pts/0, user=alice", "sudo",
            "alice : TTY=pts/0 ; PWD=/tmp/x ; USER=bob ; COMMAND=/bin/true " + "x".repeat(SudoEvents.LIMIT));
    }

    @Test
    void aTextMadeToBeReadInVeryManyWaysCostsLittle() {
        long begin = System.nanoTime();
        assertFound("event=sudo, outcome=success, tty=pts/0, user=alice", "sudo",
            "alice : TTY=pts/0 ; PWD=/" + " ; PWD=/ ; USER=x ; COMMAND=y".repeat(28));
        found("pkexec[1]", "bob: x" + " [USER=a] [TTY=b] [CWD=c] [COMMAND=d]".repeat(23) + "]");
        found("doas", "bob ran command" + " as x from".repeat(80) + " /");
        found("sshd[1]", "Failed password for x" + " from 1.1.1.1 port 1 ssh2".repeat(18));
        found("vsftpd[1]", "pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty= ruser=" + " rhost=1.1.1.1  user=x".repeat(35));
        assertTrue(System.nanoTime() - begin < 2_000_000_000L);
    }

    /** Messages of one connection, as OpenSSH 10 writes them. */
    @Test
    void aUserNameThatSshdSpellsInTwoWaysIsOne() {
        assertFound("event=ssh_invalid_user, outcome=failure, src_ip=203.0.113.9, src_port=5, user=m\\303\\274", "sshd-session[1]",
            "Invalid user m\\303\\274 from 203.0.113.9 port 5");
        assertFound("event=ssh_failed, method=password, outcome=failure, src_ip=203.0.113.9, src_port=5, user=m\\303\\274",
            "sshd-session[1]", "Failed password for invalid user m\\\\303\\\\274 from 203.0.113.9 port 5 ssh2");
        assertFound("event=ssh_login, method=password, outcome=success, src_ip=203.0.113.9, src_port=5, user=CORP\\bob",
            "sshd-session[1]", "Accepted password for CORP\\\\bob from 203.0.113.9 port 5 ssh2");
        // Not "root": a name that has the letters of an escape is another one.
        assertFound("event=ssh_invalid_user, outcome=failure, src_ip=203.0.113.9, src_port=5, user=r\\157ot", "sshd-session[1]",
            "Invalid user r\\\\157ot from 203.0.113.9 port 5");
    }
}

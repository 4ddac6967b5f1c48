package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Parsing;
import org.junit.jupiter.api.Test;

/** Messages that a program or a log daemon has cut, or that were made to be hard to read. */
class CutMessagesTest {

    @Test
    void messagesThatEndEarlyAreNoError() {
        String[] messages = {"Accepted publickey for alice from 2001:db8::1 port 46662 ssh2: ED25519-CERT " + Found.KEY + " ID x (serial 0) CA RSA "
            + Found.KEY,
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
                    Parsing.record(Found.PARSER, "2026-11-25T02:24:49Z web1 " + ident + ": " + message.substring(0, end));
                }
            }
        }
    }

    @Test
    void nothingIsReadFromTheEndOfAMessageThatSshdHasCut() {
        String begin = "Connection closed by invalid user ";
        String end = " 6.6.6.6 port 22";
        String name = "a".repeat(SshEvents.LIMIT - begin.length() - end.length());
        Found.check("event=ssh_connection_closed", "sshd[1]", begin + name + end);
        Found.check("event=ssh_connection_closed, src_ip=6.6.6.6, src_port=22, user=" + name.substring(1), "sshd[1]", begin + name.substring(1)
            + end);
        Found.check("event=ssh_max_attempts, outcome=failure", "sshd[1]",
            ("error: maximum authentication attempts exceeded for invalid user " + "\\001".repeat(120)).substring(0, SshEvents.LIMIT));
        Found.check("event=ssh_pam_failure, outcome=failure", "sshd[1]",
            ("error: PAM: User not known to the underlying authentication module for illegal user " + "\\001".repeat(120)).substring(0,
                SshEvents.LIMIT));
        // What stands in front of the client's text stays certain.
        Found.check("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2", "sshd[1]",
            ("Received disconnect from 9.9.9.9 port 2:11: " + "x".repeat(600)).substring(0, SshEvents.LIMIT));
        Found.check("event=ssh_failed, key_fingerprint=" + Found.KEY
            + ", key_type=RSA-CERT, method=publickey, outcome=failure, src_ip=9.9.9.9, src_port=2, user=bob",
            "sshd[1]", ("Failed publickey for bob from 9.9.9.9 port 2 ssh2: RSA-CERT " + Found.KEY + " ID " + "x".repeat(600)).substring(0,
                SshEvents.LIMIT));
    }

    @Test
    void spacesThatTheJournalTakesOffTheEndOfACutMessageHideNothing() {
        // 60 control characters, the forged peer, spaces up to where sshd cuts; the journal takes them off.
        Found.check("event=ssh_connection_closed", "sshd[1]", "Connection closed by invalid user " + "\\001".repeat(60) + " 6.6.6.6 port 22");
    }

    @Test
    void nothingIsReadFromTheEndOfAMessageThatALogDaemonMayHaveCut() {
        String busybox = "Bad password attempt for '" + "a".repeat(AuthEvents.BUSYBOX_LIMIT - 47) + "' from 6.6.6.6:4711";
        String line = "Nov 25 02:24:49 router authpriv.warn dropbear[1]: ";
        assertEquals("absent", Parsing.get(Parsing.record(Found.PARSER, line + busybox + "1234"), "src_ip"));
        assertEquals("6.6.6.6", Parsing.get(Parsing.record(Found.PARSER, "Nov 25 02:24:49 router dropbear[1]: " + busybox), "src_ip"));
        Found.check("event=auth_failure, outcome=failure", "login[1]",
            "FAILED LOGIN 1 FROM tty1 FOR " + "x".repeat(AuthEvents.LIMIT) + ", Authentication failure");
        Found.check("event=doas, outcome=success, user=bob", "doas", "bob ran command " + "x".repeat(AuthEvents.LIMIT) + " as root from /home/bob");
        Found.check("event=cron_command, outcome=success, user=bob", "CRON[1]", "(bob) CMD (" + "x".repeat(AuthEvents.LIMIT));
    }

    @Test
    void nothingIsReadFromTheEndOfAMessageThatSudoHasBroken() {
        // alice is in a directory with a long name that says what she has not run.
        Found.check("event=sudo, outcome=success, tty=pts/0, user=alice", "sudo",
            "alice : TTY=pts/0 ; PWD=/tmp/x ; USER=bob ; COMMAND=/bin/true " + "x".repeat(SudoEvents.LIMIT));
    }

    @Test
    void aTextMadeToBeReadInVeryManyWaysCostsLittle() {
        long begin = System.nanoTime();
        Found.check("event=sudo, outcome=success, tty=pts/0, user=alice", "sudo",
            "alice : TTY=pts/0 ; PWD=/" + " ; PWD=/ ; USER=x ; COMMAND=y".repeat(28));
        Found.in("pkexec[1]", "bob: x" + " [USER=a] [TTY=b] [CWD=c] [COMMAND=d]".repeat(23) + "]");
        Found.in("doas", "bob ran command" + " as x from".repeat(80) + " /");
        Found.in("sshd[1]", "Failed password for x" + " from 1.1.1.1 port 1 ssh2".repeat(18));
        Found.in("vsftpd[1]", "pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty= ruser=" + " rhost=1.1.1.1  user=x".repeat(
            35));
        assertTrue(System.nanoTime() - begin < 2_000_000_000L);
    }

    /** Messages of one connection, as OpenSSH 10 writes them. */
    @Test
    void aUserNameThatSshdSpellsInTwoWaysIsOne() {
        Found.check("event=ssh_invalid_user, outcome=failure, src_ip=203.0.113.9, src_port=5, user=m\\303\\274", "sshd-session[1]",
            "Invalid user m\\303\\274 from 203.0.113.9 port 5");
        Found.check("event=ssh_failed, method=password, outcome=failure, src_ip=203.0.113.9, src_port=5, user=m\\303\\274",
            "sshd-session[1]", "Failed password for invalid user m\\\\303\\\\274 from 203.0.113.9 port 5 ssh2");
        Found.check("event=ssh_login, method=password, outcome=success, src_ip=203.0.113.9, src_port=5, user=CORP\\bob",
            "sshd-session[1]", "Accepted password for CORP\\\\bob from 203.0.113.9 port 5 ssh2");
        // Not "root": a name that has the letters of an escape is another one.
        Found.check("event=ssh_invalid_user, outcome=failure, src_ip=203.0.113.9, src_port=5, user=r\\157ot", "sshd-session[1]",
            "Invalid user r\\\\157ot from 203.0.113.9 port 5");
    }
}

package dev.caravan.parse.auth;

import org.junit.jupiter.api.Test;

/** What is found in messages of PAM, sudo, su, logins and changes of accounts, and what attackers cannot make it find. */
class AuthEventsTest {

    @Test
    void sessionsOfPam() {
        Found.check("event=session_opened, outcome=success, service=sshd, user=alice", "sshd[1]",
            "pam_unix(sshd:session): session opened for user alice(uid=1001) by (uid=0)");
        Found.check("event=session_opened, outcome=success, service=sudo, target_user=root, user=alice", "sudo",
            "pam_unix(sudo:session): session opened for user root by alice(uid=1000)");
        Found.check("event=session_opened, outcome=success, service=cron, user=root", "CRON[5]",
            "pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)");
        Found.check("event=session_closed, service=su, target_user=alice", "su[1]", "pam_unix(su:session): session closed for user alice");
        Found.check("event=session_opened, outcome=success, service=x, target_user=root", "x",
            "pam_unix(x:session): session opened for user root by y by (uid=0)");
        Found.check("", "x", "pam_env(x:session): session opened for user root by (uid=0)");
        Found.check("", "x", "pam_unix(a b): session opened for user root by (uid=0)");
    }

    @Test
    void failuresOfPam() {
        String begin = "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser=";
        Found.check("event=auth_failure, outcome=failure, service=sshd, src_ip=127.0.0.1, tty=ssh, user=alice", "sshd[1]", begin
            + " rhost=127.0.0.1  user=alice");
        Found.check("event=auth_failure, outcome=failure, service=sshd, src_ip=127.0.0.1, tty=ssh", "sshd[1]", begin + " rhost=127.0.0.1 ");
        Found.check("event=auth_failure, outcome=failure, service=sshd, tty=ssh, user=root", "sshd[1]", begin + "alice rhost=  user=root");
        Found.check("event=auth_failure, outcome=failure, service=sshd, src_host=host.example.org, tty=ssh, user=root", "sshd[1]", begin
            + " rhost=host.example.org  user=root");
    }

    @Test
    void whatAFailureOfPamMayMeanInTwoWaysIsLeftOut() {
        String begin = "pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=";
        String found = "event=auth_failure, outcome=failure, service=vsftpd";
        Found.check(found + ", tty=ftp", "vsftpd[1]", begin + "x rhost=6.6.6.6  user=root rhost=9.9.9.9 ");
        Found.check(found + ", src_ip=9.9.9.9, tty=ftp, user=bob", "vsftpd[1]", begin + "x user=root rhost=9.9.9.9  user=bob");
        Found.check(found + ", tty=ftp", "vsftpd[1]", begin + " rhost=9.9.9.9  user=x rhost=6.6.6.6  user=root");
        Found.check(found + ", src_ip=9.9.9.9, tty=ftp, user=two words", "vsftpd[1]", begin + " rhost=9.9.9.9  user=two words");
        // sshd has no ruser: what is in front of the address is nobody's text.
        Found.check("event=auth_failure, outcome=failure, service=sshd, src_ip=9.9.9.9, tty=ssh, user=x rhost=6.6.6.6  user=root", "sshd[1]",
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=9.9.9.9  user=x rhost=6.6.6.6  user=root");
    }

    @Test
    void sudoGivesWhoRanWhatAsWhom() {
        Found.check("command=/usr/bin/id -u, event=sudo, outcome=success, pwd=/home/alice, target_user=root, tty=pts/0, user=alice",
            "sudo", "   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id -u");
        Found.check("command=/usr/bin/id, event=sudo, outcome=success, pwd=/root, target_user=alice, user=root",
            "sudo", "root : PWD=/root ; USER=alice ; COMMAND=/usr/bin/id");
        Found.check("command=/bin/x, event=sudo, group=adm, outcome=success, pwd=/, target_user=root, user=alice",
            "sudo", "alice : TTY=unknown ; PWD=/ ; USER=root ; GROUP=adm ; ENV=A=b ; COMMAND=/bin/x");
    }

    @Test
    void sudoThatWasRefusedIsAFailure() {
        for (String reason : new String[] {"user NOT in sudoers", "3 incorrect password attempts", "1 incorrect password attempt",
            "command not allowed",
            "a password is required"}) {
            Found.check("command=/bin/sh, event=sudo_failed, outcome=failure, pwd=/home/bob, target_user=root, tty=pts/1, user=bob",
                "sudo", "     bob : " + reason + " ; TTY=pts/1 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh");
        }
    }

    @Test
    void aDirectoryOrCommandWithSudosLabelsInItLeavesThemOut() {
        Found.check("event=sudo, outcome=success, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv/x ; USER=bob ; COMMAND=/bin/true ; USER=root ; COMMAND=/bin/sh");
        Found.check("command=/bin/echo x ; USER=bob, event=sudo, outcome=success, pwd=/srv, target_user=root, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/bin/echo x ; USER=bob");
        Found.check("event=sudo, outcome=success, pwd=/srv, target_user=root, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv ; USER=root ; ENV=A= ; COMMAND=/bin/true ; COMMAND=/bin/sh");
        Found.check("command=/bin/sh, event=sudo, outcome=success, pwd=/srv ; COMMAND=/bin/true, target_user=root, tty=pts/0, user=alice",
            "sudo", "alice : TTY=pts/0 ; PWD=/srv ; COMMAND=/bin/true ; USER=root ; COMMAND=/bin/sh");
        Found.check("event=sudo_continued, user=alice", "sudo", "alice : (command continued) x ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh");
        Found.check("", "sudo", "x TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh");
    }

    @Test
    void suOfUtilLinuxAndOfShadow() {
        Found.check("event=su, outcome=success, target_user=alice, user=root", "su[1]", "(to alice) root on none");
        Found.check("event=su_failed, outcome=failure, target_user=root, tty=pts/0, user=alice", "su[1]", "FAILED SU (to root) alice on pts/0");
        Found.check("event=su, outcome=success, target_user=root, user=alice", "su[1]", "Successful su for root by alice");
        Found.check("event=su_failed, outcome=failure, target_user=x by root, user=alice", "su[1]", "FAILED su for x by root by alice");
        Found.check("event=su_failed, outcome=failure, target_user=x) root, tty=pts/0, user=alice",
            "su[1]", "FAILED SU (to x) root) alice on pts/0");
    }

    @Test
    void loginOnTheConsole() {
        Found.check("event=login, outcome=success, tty=tty1, user=alice", "login[1]", "LOGIN ON tty1 BY alice");
        Found.check("event=login, outcome=success, tty=tty1, user=root", "login[1]", "ROOT LOGIN ON tty1");
        Found.check("event=auth_failure, outcome=failure, tty=tty1, user=x FOR root, y", "login[1]",
            "FAILED LOGIN 1 FROM tty1 FOR x FOR root, y, Authentication failure");
        Found.check("event=auth_failure, outcome=failure, src_ip=9.9.9.9, user=root", "login[1]",
            "FAILED LOGIN 1 FROM 9.9.9.9 FOR root, Authentication failure");
        Found.check("event=auth_failure, outcome=failure, tty=/dev/tty1, user=root", "login[1]",
            "FAILED LOGIN (1) on '/dev/tty1' FOR 'root', Authentication failure");
        Found.check("event=auth_failure, outcome=failure", "login[1]", "FAILED LOGIN ");
    }

    @Test
    void sessionsOfLogind() {
        Found.check("event=session_opened, outcome=success, user=alice", "systemd-logind[1]", "New session 12 of user alice.");
        Found.check("event=session_opened, outcome=success, user=alice", "systemd-logind[1]",
            "New session '12' of user 'alice' with class 'user' and type 'tty'.");
        Found.check("event=session_closed", "systemd-logind[1]", "Removed session 12.");
    }

    @Test
    void changesOfAccounts() {
        Found.check("event=user_added, outcome=success, target_user=bob, uid=1002", "useradd[1]",
            "new user: name=bob, UID=1002, GID=1002, home=/home/bob, shell=/bin/sh, from=none");
        Found.check("event=group_added, group=bob, outcome=success", "useradd[1]", "new group: name=bob, GID=1002");
        Found.check("event=user_deleted, outcome=success, target_user=bob", "userdel[1]", "delete user 'bob'");
        Found.check("event=group_deleted, group=bob, outcome=success", "userdel[1]", "removed group 'bob' owned by 'bob'");
        Found.check("event=group_deleted, group=g1, outcome=success", "groupdel[1]", "group 'g1' removed");
        Found.check("event=group_member_added, group=sudo, outcome=success, target_user=bob", "usermod[1]", "add 'bob' to group 'sudo'");
        Found.check("event=group_member_removed, group=sudo, outcome=success, target_user=bob", "userdel[1]", "delete 'bob' from group 'sudo'");
        Found.check("event=group_member_added, group=sudo, outcome=success, target_user=bob, user=root", "gpasswd[1]",
            "user bob added by root to group sudo");
        Found.check("event=group_member_removed, group=sudo, outcome=success, target_user=bob, user=root", "gpasswd[1]",
            "user bob removed by root from group sudo");
        Found.check("event=password_changed, outcome=success, target_user=bob, user=root", "passwd[1]", "password for 'bob' changed by 'root'");
        Found.check("event=password_changed, outcome=success, target_user=bob", "usermod[1]", "change user 'bob' password");
        Found.check("event=password_changed, outcome=success, service=chpasswd, target_user=alice", "chpasswd[1]",
            "pam_unix(chpasswd:chauthtok): password changed for alice");
    }

    @Test
    void theSecondNoteOfAChangeIsNoSecondEvent() {
        for (String message : new String[] {"add 'bob' to shadow group 'sudo'", "delete 'bob' from shadow group 'sudo'",
            "removed shadow group 'bob' owned by 'bob'",
            "group added to /etc/group: name=g1, GID=1002", "group added to /etc/gshadow: name=g1", "group 'g1' removed from /etc/group",
            "group 'g1' removed from /etc/gshadow"}) {
            Found.check("", "groupdel[1]", message);
        }
    }
}

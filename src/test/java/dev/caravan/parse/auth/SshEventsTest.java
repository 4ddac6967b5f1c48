package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import org.junit.jupiter.api.Test;

/** What is found in messages of sshd, and what attackers cannot make it find. */
class SshEventsTest {

    @Test
    void aLoginWithAKeyHasUserAddressMethodAndKey() {
        Found.check("event=ssh_login, key_fingerprint=" + Found.KEY + ", key_type=ED25519, method=publickey, outcome=success,"
            + " src_ip=2001:db8::1, src_port=46662, user=alice",
            "sshd[1]", "Accepted publickey for alice from 2001:db8::1 port 46662 ssh2: ED25519 " + Found.KEY);
        Found.check("event=ssh_login, method=keyboard-interactive/pam, outcome=success, src_ip=192.0.2.1, src_port=5, user=alice",
            "sshd-session[1]", "Accepted keyboard-interactive/pam for alice from 192.0.2.1 port 5 ssh2");
    }

    @Test
    void portsAreNumbers() {
        JsonNode record = Parsing.record(Found.PARSER, "2026-11-25T02:24:49Z web1 sshd[1]: Invalid user x from 192.0.2.1 port 5");
        assertTrue(record.get("src_port").isInt());
    }

    @Test
    void aUserNameThatImitatesAnAddressIsAUserName() {
        Found.check("event=ssh_failed, method=password, outcome=failure, src_ip=127.0.0.1, src_port=57264, user=from 1.2.3.4 port 22",
            "sshd[1]", "Failed password for invalid user from 1.2.3.4 port 22 from 127.0.0.1 port 57264 ssh2");
        Found.check("event=ssh_failed, method=password, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x from 6.6.6.6 port 22 ssh2",
            "sshd[1]", "Failed password for invalid user x from 6.6.6.6 port 22 ssh2 from 9.9.9.9 port 2 ssh2");
        // sshd cuts a name at its colon: the first "ssh2: " is its own.
        Found.check("event=ssh_failed, key_fingerprint=" + Found.KEY
            + ", key_type=RSA-CERT, method=publickey, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x",
            "sshd[1]", "Failed publickey for invalid user x from 9.9.9.9 port 2 ssh2: RSA-CERT " + Found.KEY + " ID x from 6.6.6.6 port 22 ssh2: RSA "
                + Found.KEY);
        Found.check("event=ssh_invalid_user, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x from 6.6.6.6 port 22",
            "sshd[1]", "Invalid user x from 6.6.6.6 port 22 from 9.9.9.9 port 2");
        Found.check("event=ssh_connection_closed, src_ip=9.9.9.9, src_port=2, user=x 6.6.6.6 port 22 [preauth]",
            "sshd[1]", "Connection closed by invalid user x 6.6.6.6 port 22 [preauth] 9.9.9.9 port 2 [preauth]");
        Found.check("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2, user=user root 6.6.6.6 port 22",
            "sshd[1]", "Disconnected from invalid user user root 6.6.6.6 port 22 9.9.9.9 port 2 [preauth]");
        Found.check("event=ssh_max_attempts, outcome=failure, src_ip=9.9.9.9, src_port=2, user=x from 6.6.6.6 port 22 ssh2",
            "sshd[1]",
            "error: maximum authentication attempts exceeded for invalid user x from 6.6.6.6 port 22 ssh2 from 9.9.9.9 port 2 ssh2 [preauth]");
    }

    @Test
    void anEmptyUserNameIsEmpty() {
        Found.check("event=ssh_invalid_user, outcome=failure, src_ip=9.9.9.9, src_port=2, user=", "sshd[1]", "Invalid user  from 9.9.9.9 port 2");
        Found.check("event=ssh_failed, method=none, outcome=failure, src_ip=9.9.9.9, src_port=2, user=",
            "sshd[1]", "Failed none for invalid user  from 9.9.9.9 port 2 ssh2");
    }

    @Test
    void theNameOfAMethodCannotGiveAnotherUser() {
        Found.check(
            "event=ssh_failed, method=password, outcome=failure, src_ip=9.9.9.9, src_port=2, user=root from 6.6.6.6 port 1 ssh2 for invalid user x",
            "sshd[1]", "Failed password for root from 6.6.6.6 port 1 ssh2 for invalid user x from 9.9.9.9 port 2 ssh2");
        Found.check("event=ssh_failed, outcome=failure, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Failed two words for invalid user x from 9.9.9.9 port 2 ssh2");
    }

    @Test
    void theIdInACertificateCannotGiveAnotherAddress() {
        Found.check("event=ssh_failed, key_fingerprint=" + Found.KEY + ", key_type=ED25519-CERT, method=publickey, outcome=failure,"
            + " src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Failed publickey for root from 9.9.9.9 port 2 ssh2: ED25519-CERT " + Found.KEY
                + " ID x from 6.6.6.6 port 22 ssh2 (serial 0) CA RSA " + Found.KEY);
        Found.check("event=ssh_failed, key_fingerprint=" + Found.KEY + ", key_type=ED25519-CERT, method=publickey, outcome=failure,"
            + " src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Failed publickey for root from 9.9.9.9 port 2 ssh2: ED25519-CERT " + Found.KEY + " ID x from 6.6.6.6 port 22 ssh2: RSA "
                + Found.KEY
                + " (serial 0) CA RSA " + Found.KEY);
    }

    @Test
    void theHostNameOfAHostKeyCannotGiveAnotherAddress() {
        Found.check("event=ssh_failed, key_fingerprint=" + Found.KEY
            + ", key_type=RSA, method=hostbased, outcome=failure, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Failed hostbased for root from 9.9.9.9 port 2 ssh2: RSA " + Found.KEY + ", client user \"root\", client host \"x from 6.6.6.6"
                + " port 22 ssh2: RSA " + Found.KEY + "\"");
        Found.check("event=ssh_login, key_fingerprint=" + Found.KEY
            + ", key_type=RSA, method=hostbased, outcome=success, src_ip=9.9.9.9, src_port=2, user=bob",
            "sshd[1]", "Accepted hostbased for bob from 9.9.9.9 port 2 ssh2: RSA " + Found.KEY + ", client user \"bob\", client host \"h\"");
    }

    @Test
    void whatIsNoAddressIsNoSourceAddress() {
        Found.check("event=ssh_failed, method=password, outcome=failure, src_port=65535, user=root",
            "sshd[1]", "Failed password for root from UNKNOWN port 65535 ssh2");
        Found.check("event=ssh_failed, outcome=failure", "sshd[1]", "Failed password for root from 9.9.9.9 port 65536 ssh2");
        Found.check("event=ssh_login, method=password, outcome=success, src_ip=fe80::1, src_port=5, user=root",
            "sshd[1]", "Accepted password for root from fe80::1%eth0 port 5 ssh2");
        Found.check("event=ssh_invalid_user, outcome=failure, src_ip=9.9.9.9, user=old",
            "sshd[1]", "Invalid user old from 9.9.9.9");
    }

    @Test
    void disconnectsAreReadFromTheSideThatTheClientCannotReach() {
        Found.check("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Received disconnect from 9.9.9.9 port 2:11: from 6.6.6.6 port 22 [preauth]");
        Found.check("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Disconnecting authenticating user root 9.9.9.9 port 2: Too many authentication failures [preauth]");
        Found.check("event=ssh_disconnect, src_ip=9.9.9.9, src_port=2, user=x 6.6.6.6 port 22",
            "sshd[1]", "Disconnecting invalid user x 6.6.6.6 port 22 9.9.9.9 port 2: Change of username: y 7.7.7.7 port 3: [preauth]");
        Found.check("event=ssh_connection_closed, src_ip=9.9.9.9, src_port=2", "sshd[1]", "Connection closed by 9.9.9.9 port 2");
        Found.check("event=ssh_connection_closed, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "Connection reset by authenticating user root 9.9.9.9 port 2 [preauth]");
        Found.check("event=ssh_connection_closed", "sshd[1]", "Connection closed by remote host");
    }

    @Test
    void clientsThatSpeakSomethingElseHaveAnAddress() {
        Found.check("event=ssh_protocol_error, src_ip=9.9.9.9, src_port=2", "sshd[1]",
            "banner exchange: Connection from 9.9.9.9 port 2: invalid format");
        Found.check("event=ssh_protocol_error, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Unable to negotiate with 9.9.9.9 port 2: no matching host key type found. Their offer: x from 6.6.6.6 port 3 [preauth]");
        Found.check("event=ssh_protocol_error, src_ip=9.9.9.9, src_port=2",
            "sshd[1]", "Bad protocol version identification 'x' from 6.6.6.6 port 3' from 9.9.9.9 port 2");
        Found.check("event=ssh_connection, src_ip=9.9.9.9, src_port=2", "sshd[1]",
            "Connection from 9.9.9.9 port 2 on 192.0.2.1 port 22 rdomain \"\"");
    }

    @Test
    void aUserWhoIsNotAllowedIsDenied() {
        Found.check("event=ssh_denied, outcome=failure, src_ip=9.9.9.9, user=bob",
            "sshd[1]", "User bob from 9.9.9.9 not allowed because not listed in AllowUsers");
    }

    @Test
    void aRepeatedMessageGivesItsEventAndTheNumber() {
        Found.check("event=ssh_failed, method=password, outcome=failure, repeated=5, src_ip=9.9.9.9, src_port=2, user=root",
            "sshd[1]", "message repeated 5 times: [ Failed password for root from 9.9.9.9 port 2 ssh2]");
        Found.check("", "sshd[1]", "message repeated x times: [ Failed password for root from 9.9.9.9 port 2 ssh2]");
    }

    @Test
    void theSameTextFromAnotherProgramIsNoEvent() {
        for (String ident : new String[] {"nginx[1]", "sshd2[1]", "xsshd[1]", "root", "sudo", "su[1]"}) {
            Found.check("", ident, "Accepted password for root from 9.9.9.9 port 2 ssh2");
        }
        Found.check("", "cron[1]", "alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh");
        Found.check("", "sshd[1]", "new user: name=x, UID=0, GID=0");
    }
}

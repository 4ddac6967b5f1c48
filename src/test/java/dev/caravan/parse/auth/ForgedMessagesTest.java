package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.HostileNames;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.host.Auditd;
import dev.caravan.schema.SchemaCheck;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Messages made from a known truth, as their programs make them, with names, directories and commands that an attacker has
 * chosen: a field has what is true, or is left out. {@code -Dfuzz.seconds=3600} goes on with other seeds for so long.
 */
class ForgedMessagesTest {

    private static final int ROUNDS = 4000;
    private static final String[] PEERS = {"192.0.2.9", "2001:db8::9"};

    private final Syslog parser = new Syslog(ZoneOffset.UTC);
    private final Auditd audit = new Auditd();
    private Random random;
    private HostileNames names;
    private String peer;
    private int port;
    private final StringBuilder records = new StringBuilder();
    private int complete;

    @Test
    void noFieldComesFromAPlaceThatAnAttackerHasWritten() {
        long until = System.nanoTime() + Long.getLong("fuzz.seconds", 0) * 1_000_000_000L;
        long seed = Long.getLong("fuzz.seed", 16);
        do {
            round(seed);
            seed++;
        } while (System.nanoTime() < until);
    }

    private void round(long seed) {
        random = new Random(seed);
        names = new HostileNames(random);
        for (int i = 0; i < ROUNDS; i++) {
            peer = PEERS[random.nextInt(2)];
            port = 1024 + random.nextInt(60000);
            try {
                switch (i % 10) {
                    case 0, 1, 2, 3 -> sshd();
                    case 4 -> sudo();
                    case 5 -> pam();
                    case 6 -> dropbear();
                    case 7 -> su();
                    case 8 -> privileges();
                    default -> audit();
                }
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", message " + i + ": " + e.getMessage(), e);
            }
        }
        assertTrue(complete > ROUNDS / 3, "only " + complete + " messages had all their fields");
        complete = 0;
        SchemaCheck.assertFits("auth", records.toString());
        records.setLength(0);
    }

    private void sshd() {
        String name = names.next(":\n", 100);
        String shown = HostileNames.vis(name);
        boolean known = random.nextInt(4) == 0;
        String user = known ? "bob" : shown;
        String account = known ? "bob" : "invalid user " + shown;
        String who = known ? "authenticating user bob" : "invalid user " + HostileNames.vis(name);
        String at = peer + " port " + port;
        String message = switch (random.nextInt(11)) {
            case 0 -> "Failed password for " + account + " from " + at + " ssh2";
            case 1 -> "Failed publickey for " + account + " from " + at + " ssh2: RSA-CERT SHA256:aaaa ID " + HostileNames.vis(names.next("\n", 300));
            case 2 -> "Invalid user " + (user = shown) + " from " + at;
            case 3 -> "Connection closed by " + who + " " + at + " [preauth]";
            case 4 -> "error: maximum authentication attempts exceeded for " + account + " from " + at + " ssh2 [preauth]";
            case 5 -> "Disconnecting " + who + " " + at + ": Change of username or service not allowed: (" + HostileNames.vis(names.next("\n", 60))
                + ")";
            case 6 -> "Received disconnect from " + at + ":11: " + HostileNames.vis(names.next("\n", 100));
            case 7 -> "error: PAM: Authentication failure for " + (known ? "bob" : "illegal user " + shown) + " from " + peer;
            case 8 -> "Unable to negotiate with " + who + " " + at + ": no matching cipher found. Their offer: " + HostileNames.vis(names.next("\n",
                100)) + " [preauth]";
            case 9 -> "banner exchange: Connection from " + at + ": invalid format";
            default -> "Bad protocol version identification '" + HostileNames.vis(names.next("\n", 200)) + "' from " + at;
        };
        byte[] all = message.getBytes(StandardCharsets.ISO_8859_1);
        boolean cut = all.length > SshEvents.LIMIT;
        String sent = new String(all, 0, Math.min(SshEvents.LIMIT, all.length), StandardCharsets.ISO_8859_1);
        if (random.nextInt(3) == 0) {
            // The journal takes spaces off the end.
            sent = withoutSpaces(sent);
        }
        // One spelling, however often a backslash was escaped.
        String utf8 = new String(user.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).replaceAll("\\\\+", "\\\\");
        JsonNode record = check("sshd-session[1]: ", sent, Map.of("src_ip", peer, "src_port", String.valueOf(port), "user", utf8, "method", "*",
            "key_type", "RSA-CERT", "key_fingerprint", "SHA256:aaaa"));
        assertTrue(record.has("event"), record.toString());
        complete += !cut && record.has("src_ip") ? 1 : 0;
    }

    private void sudo() {
        String directory = "/" + HostileNames.escaped(names.next("\n", 200));
        String command = "/bin/" + HostileNames.escaped(names.next("\n", 200));
        String reason = random.nextInt(3) == 0 ? "unknown user " + HostileNames.escaped(names.next("\n", 60)) + " ; " : "";
        JsonNode record = check("sudo: ", "    bob : " + reason + "TTY=pts/0 ; PWD=" + directory + " ; USER=alice ; COMMAND=" + command,
            Map.of("user", "bob", "target_user", "alice", "tty", "pts/0", "pwd", directory, "command", "*", "exit_value", "*"));
        assertEquals(reason.isEmpty() ? "sudo" : "sudo_failed", record.get("event").textValue());
        String given = record.path("command").asText(command);
        assertTrue(command.startsWith(given), "command " + given + " of " + command);
        complete += record.has("target_user") ? 1 : 0;
    }

    private void pam() {
        String name = withoutSpaces(HostileNames.escaped(names.next("\n", 100)));
        boolean ssh = random.nextBoolean();
        String message = ssh ? "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=" + peer + "  user=" + name
            : "pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=" + name + " rhost=" + peer + "  user=" + name;
        JsonNode record = check("x[1]: ", message, Map.of("src_ip", peer, "user", name, "tty", ssh ? "ssh" : "ftp", "service", ssh ? "sshd"
            : "vsftpd"));
        assertEquals("auth_failure", record.get("event").textValue());
        complete += record.has("src_ip") ? 1 : 0;
    }

    private void dropbear() {
        String name = HostileNames.escaped(names.next("\n", 100));
        String at = peer.contains(":") && random.nextBoolean() ? "[" + peer + "]:" + port : peer + ":" + port;
        String message = switch (random.nextInt(3)) {
            case 0 -> "Bad password attempt for '" + name + "' from " + at;
            case 1 -> "Exit before auth from <" + at + ">: (user '" + name + "', 3 fails): Disconnect received";
            default -> "Pubkey auth succeeded for '" + name + "' with ssh-ed25519 key SHA256:aaaa from " + at;
        };
        JsonNode record = check("dropbear[1]: ", message, Map.of("src_ip", peer, "src_port", String.valueOf(port), "user", name, "key_type",
            "ssh-ed25519",
            "key_fingerprint", "SHA256:aaaa"));
        complete += record.has("src_ip") ? 1 : 0;
    }

    private void su() {
        String name = HostileNames.escaped(names.next("\n", 100));
        switch (random.nextInt(4)) {
            case 0 -> check("su[1]: ", "FAILED SU (to " + name + ") bob on pts/0", Map.of("user", "bob", "target_user", name, "tty", "pts/0"));
            case 1 -> check("login[1]: ", "FAILED LOGIN 1 FROM " + peer + " FOR " + name + ", Authentication failure", Map.of("user", name, "src_ip",
                peer));
            case 2 -> check("login[1]: ", "FAILED LOGIN (1) on '/dev/tty1' FOR '" + name + "', Authentication failure", Map.of("user", name, "tty",
                "/dev/tty1"));
            default -> check("su[1]: ", "FAILED su for " + name + " by bob", Map.of("user", "bob", "target_user", name));
        }
    }

    private void privileges() {
        String directory = "/" + HostileNames.escaped(names.next("\n", 100));
        String command = withoutSpaces(HostileNames.escaped(names.next("\n", 100)));
        switch (random.nextInt(4)) {
            case 0 -> check("doas: ", "bob ran command " + command + " as alice from " + directory,
                Map.of("user", "bob", "target_user", "alice", "command", command, "pwd", withoutSpaces(directory)));
            case 1 -> check("pkexec[1]: ", "bob: Executing command [USER=alice] [TTY=/dev/pts/0] [CWD=" + directory + "] [COMMAND=" + command + "]",
                Map.of("user", "bob", "target_user", "alice", "tty", "/dev/pts/0", "pwd", directory, "command", command));
            case 2 -> check("polkitd[1]: ",
                "Operator of unix-session:1 FAILED to authenticate to gain authorization for action org.x for unix-process:9:1 ["
                    + command + "] (owned by unix-user:bob)", Map.of("user", "bob", "action", "org.x"));
            default -> check("CRON[1]: ", "(bob) CMD (" + command + ")", Map.of("user", "bob", "command", command));
        }
    }

    private void audit() {
        String name = names.next("\n\u0000", 100);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean hex = false;
        for (byte b : bytes) {
            // As libaudit's audit_value_needs_encoding says.
            hex |= b == '"' || b < 0x21 || b == 0x7f;
        }
        String acct = hex ? HexFormat.of().withUpperCase().formatHex(bytes) : "\"" + name + "\"";
        JsonNode record = Parsing.record(audit,
            "type=USER_LOGIN msg=audit(1681603201.123:456): pid=7 uid=0 auid=4294967295 ses=4294967295 subj=x msg='op=login acct="
                + acct + " exe=\"/usr/sbin/sshd\" hostname=? addr=" + peer + " terminal=sshd res=failed'" + (random.nextBoolean() ? ""
                    : "\u001dUID=\"root\""));
        assertEquals(peer, record.get("addr").textValue());
        assertEquals("failed", record.get("res").textValue());
        assertEquals("sshd", record.get("terminal").textValue());
        assertFalse(record.has("addr_2") || record.has("res_2"), record.toString());
        if (!name.isEmpty()) {
            assertEquals(name, record.get("acct").textValue());
        }
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll(" +\\z", "");
    }

    /** What the record has beside the message must be as it is here; a star for anything. */
    private JsonNode check(String ident, String message, Map<String, String> truth) {
        byte[] line = ("2026-11-25T02:24:49Z web1 " + ident).getBytes(StandardCharsets.US_ASCII);
        boolean sshd = ident.startsWith("sshd");
        byte[] text = message.getBytes(sshd ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(line, line.length + text.length);
        System.arraycopy(text, 0, all, line.length, text.length);
        JsonNode record = Parsing.record(parser, all, Parsing.READ);
        String json = record.toString();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            String name = field.getKey();
            if (!name.matches("time|host|ident|pid|message|event|outcome|service")) {
                String expected = truth.getOrDefault(name, "nothing");
                assertTrue(expected.equals("*") || expected.equals(field.getValue().asText()), name + " is " + field.getValue() + ", not " + expected
                    + ": " + json);
            }
        }
        records.append(json.replace("\u2028", "\\u2028").replace("\u0085", "\\u0085")).append('\n');
        return record;
    }
}

package dev.caravan.parse.auth;

import static dev.caravan.parse.auth.EventRule.FAILURE;
import static dev.caravan.parse.auth.EventRule.SUCCESS;
import static dev.caravan.parse.auth.EventRule.on;
import static dev.caravan.parse.auth.EventRule.whole;

import java.util.Arrays;
import java.util.List;

/** Messages of sshd about connections and sessions (packet.c, kex.c, serverloop.c, session.c, srclimit.c, sshd.c). */
final class SshConnectionEvents {

    static final List<EventRule> RULES = List.of(
        on("Connection closed by ", "ssh_connection_closed", null, peer("", "{address}")),
        on("Connection reset by ", "ssh_connection_closed", null, peer("", "{address}")),
        whole("Connection from ", "ssh_connection", null, "{address} port {port} on {rest}", "{address} port {port}"),
        on("Connection from ", "ssh_connection_closed", null, peer(" timed out", "{address} port {port}: {rest}",
            "{user:who} {address} port {port}: {rest}", "{address} port {port} with IP opts: {rest}")),
        on("Closing connection to ", "ssh_connection_closed", null, "{address} port {port}", "{address}"),
        on("Timeout, client not responding", "ssh_connection_closed", null, from(" from ")),
        on("terminating inactive connection from ", "ssh_connection_closed", null, peer("")),
        on("Read error from remote host ", "ssh_connection_closed", null, "{address} port {port}: {rest}", "{address}: {rest}"),
        on("ssh_dispatch_run_fatal: Connection from ", "ssh_connection_closed", null, peer(": {rest}")),
        on("ssh_dispatch_run_fatal: Connection to ", "ssh_connection_closed", null, peer(": {rest}")),
        on("packet_write_wait: Connection ", "ssh_connection_closed", null, either(from("to "), from("from "))),
        on("packet_write_poll: Connection ", "ssh_connection_closed", null, either(from("to "), from("from "))),
        on("Write failed: ", "ssh_connection_closed", null),
        on("Read from socket failed: ", "ssh_connection_closed", null),
        on("Finished discarding for ", "ssh_connection_closed", null, "{address} port {port}"),
        on("Disconnected from ", "ssh_disconnect", null, peer("", "{address}")),
        on("Disconnecting ", "ssh_disconnect", null, peer(": {rest}")),
        on("Disconnecting: ", "ssh_disconnect", null),
        on("Received disconnect from ", "ssh_disconnect", null, "{address} port {port}:{rest}", "{address}: {rest}"),
        on("Timeout before authentication", "ssh_timeout", null, " for connection from {address} to {rest}",
            " for {address} port {port}", " for {address}.", " for {address}"),
        on("drop connection #", "ssh_dropped", FAILURE, "{number} from [{address}]:{port} on {rest}"),
        on("beginning MaxStartups throttling", "ssh_throttling", null),
        on("exited MaxStartups throttling", "ssh_throttling", null),
        on("srclimit_penalise: ", "ssh_penalty", FAILURE, "{word}: new {address:network} {rest}",
            "{word}: activating {address:network} {rest}"),
        on("Session process ", "ssh_crash", FAILURE, "{number} unpriv child crash for connection from {address} to {rest}"),
        on("session process ", "ssh_crash", FAILURE, "{number} for connection from {address} to {rest}"),

        on("Did not receive identification string from ", "ssh_protocol_error", null, "{address} port {port}", "{address}"),
        on("banner exchange: Connection from ", "ssh_protocol_error", null, peer(": {rest}")),
        on("Bad protocol version identification ", "ssh_protocol_error", null, "{text} from {address} port {port}",
            "{text} from {address}"),
        on("Bad remote protocol version identification: ", "ssh_protocol_error", null),
        on("Unable to negotiate with ", "ssh_protocol_error", null, peer(": {rest}", "{address}: {rest}")),
        on("Unable to negotiate a key exchange method", "ssh_protocol_error", null),
        on("no matching ", "ssh_protocol_error", null),
        on("kex_exchange_identification: Connection from ", "ssh_protocol_error", null, peer(": {rest}")),
        on("kex_exchange_identification: ", "ssh_protocol_error", null),
        on("kex protocol error: ", "ssh_protocol_error", null),
        on("Hm, kex protocol error: ", "ssh_protocol_error", null),
        on("Protocol major versions differ", "ssh_protocol_error", null, " for {address} port {port}: {rest}",
            " for {address}: {rest}"),
        on("probed from ", "ssh_scan", null, "{address} port {port} with {rest}", "{address} with {rest}"),
        on("scanned from ", "ssh_scan", null, "{address} port {port} with {rest}", "{address} with {rest}"),
        on("Bad packet length ", "ssh_protocol_error", null),
        on("Corrupted MAC on input", "ssh_protocol_error", null),
        on("padding error: ", "ssh_protocol_error", null),
        on("Packet corrupt", "ssh_protocol_error", null),
        on("reverse mapping checking getaddrinfo for ", "ssh_reverse_mapping", null, "{text} [{address}] failed.",
            "{text} [{address}] failed - POSSIBLE BREAK-IN ATTEMPT!"),
        on("Address ", "ssh_reverse_mapping", null, "{address} maps to {rest}"),
        on("Nasty PTR record ", "ssh_reverse_mapping", null, "\"{text}\" is set up for {address}, ignoring"),

        on("Starting session: ", "ssh_session_opened", SUCCESS, "{text} on {tty} for {user} from {address} port {port} id {number}",
            "{text} for {user} from {address} port {port} id {number}"),
        on("Close session: user ", "ssh_session_closed", null, "{user} from {address} port {port} id {number}"),
        on("subsystem request for ", "ssh_subsystem", null, "{text} by user {user}",
            "{text} by user {user} failed, subsystem not found", "{text} by user {user}, subsystem not found"),

        on("Server listening on ", "ssh_server_started", null),
        on("Received SIGHUP; ", "ssh_server_restarted", null),
        on("Received signal ", "ssh_server_stopped", null));

    private SshConnectionEvents() {
    }

    /** The id of a connection (packet.c, sshpkt_fmt_connection_id), and what stands behind it. */
    private static String[] peer(String after, String... more) {
        String[] shapes = new String[more.length + 2];
        shapes[0] = "{address} port {port}" + after;
        shapes[1] = "{user:who} {address} port {port}" + after;
        System.arraycopy(more, 0, shapes, 2, more.length);
        return shapes;
    }

    private static String[] from(String begin) {
        return new String[] {begin + "{address} port {port}", begin + "{user:who} {address} port {port}",
            begin + "{address} port {port}: {rest}", begin + "{user:who} {address} port {port}: {rest}", begin + "{address}: {rest}"};
    }

    private static String[] either(String[] some, String[] others) {
        String[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }
}

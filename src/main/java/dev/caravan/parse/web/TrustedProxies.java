package dev.caravan.parse.web;

import dev.caravan.parse.core.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose {@code X-Forwarded-For} is believed, as nginx's {@code set_real_ip_from} with {@code real_ip_recursive on}. Each
 * proxy adds the address of its peer at the end of the header, so it is read from there: the first address that is no such proxy is
 * the client. What stands before it may be anything that the client sent.
 */
final class TrustedProxies {

    private record Network(byte[] address, int bits) {

        boolean has(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> i % 8;
                if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks = new ArrayList<>();

    /**
     * @param list addresses and networks such as {@code 10.0.0.0/8}, separated by commas
     * @throws IllegalArgumentException one of them is neither
     */
    TrustedProxies(String list) {
        for (String each : list.split(",", -1)) {
            if (!each.isBlank()) {
                networks.add(network(each.trim()));
            }
        }
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address != null) {
            String bits = slash < 0 ? String.valueOf(address.length * 8) : text.substring(slash + 1);
            if (bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= address.length * 8) {
                return new Network(address, Integer.parseInt(bits));
            }
        }
        throw new IllegalArgumentException("trustedProxies: \"" + text + "\" is no address and no network such as 10.0.0.0/8");
    }

    /**
     * The client's address.
     *
     * @param peer      who sent the request to this server
     * @param forwarded the header's value; {@code -} for none
     * @return null when a proxy that is trusted names something that is no address
     */
    @Nullable
    String client(String peer, String forwarded) {
        String client = isAddress(peer) ? peer : null;
        String[] hops = forwarded.equals("-") ? new String[0] : forwarded.split(",");
        for (int i = hops.length - 1; i >= 0 && client != null && isTrusted(client); i--) {
            String hop = hops[i].trim();
            client = isAddress(hop) ? hop : null;
        }
        return client;
    }

    private boolean isTrusted(String text) {
        byte[] address = address(text);
        return address != null && networks.stream().anyMatch(network -> network.has(address));
    }

    private static boolean isAddress(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return IpAddress.isLiteral(bytes, 0, bytes.length);
    }

    /** Never looks a name up: what is no literal is null. */
    private static byte @Nullable [] address(String text) {
        try {
            return isAddress(text) ? InetAddress.getByName(text).getAddress() : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}

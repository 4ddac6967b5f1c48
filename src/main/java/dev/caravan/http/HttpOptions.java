package dev.caravan.http;

import dev.caravan.logging.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code caravan.http.*}.
 *
 * @param port    0 for any free one
 * @param host    as it is set
 * @param address where to listen
 * @param token   by which all may be seen; null where there is none
 */
public record HttpOptions(int port, String host, InetAddress address, @Nullable String token) {

    private static final int SHORTEST_TOKEN = 16;

    /**
     * Checks them.
     *
     * @param port      null where nothing is to listen
     * @param tokenFile file with the token; null for none
     * @return null where nothing is to listen
     * @throws IllegalArgumentException one of them is wrong; the message names it
     * @throws IOException              the file with the token cannot be read
     */
    public static @Nullable HttpOptions of(@Nullable Integer port, String host, @Nullable Path tokenFile) throws IOException {
        if (port == null) {
            return null;
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("caravan.http.host is \"" + host + "\": this machine does not know it", e);
        }
        String token = token(tokenFile);
        if (token == null && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("caravan.http.host is " + host + ", which others can reach, and there is no"
                + " caravan.http.token-file: set it to a file with a token, or listen on 127.0.0.1");
        }
        return new HttpOptions(port, host, address, token);
    }

    private static @Nullable String token(@Nullable Path name) throws IOException {
        if (name == null) {
            return null;
        }
        String token;
        try {
            token = Files.readString(name, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IOException("caravan.http.token-file: " + name + " cannot be read (" + e.getClass().getSimpleName()
                + "): make it with a random word of its own, as by: openssl rand -hex 32", e);
        }
        if (!token.matches("[\\x21-\\x7e]{" + SHORTEST_TOKEN + ",256}")) {
            throw new IllegalArgumentException("caravan.http.token-file: the token in " + name + " must be one word of "
                + SHORTEST_TOKEN + " to 256 letters, digits and signs, as made by: openssl rand -hex 32");
        }
        Secrets.add(token);
        return token;
    }
}

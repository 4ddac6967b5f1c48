package dev.caravan.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may see what. Any program of this machine can ask, the web server whose logs are shipped among them, and a page of a stranger in a
 * browser can too: so who has no token sees neither names of files nor keys nor reasons. Thread safe.
 */
final class Access {

    /** What a request may see. */
    enum Level {
        /** Nothing: the token is wrong, or the request is for another host. */
        NONE,
        /** Up or down, and counters. */
        COUNTERS,
        /** All. */
        ALL
    }

    private static final String COOKIE = "caravan";
    private static final String BEARER = "Bearer ";
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final @Nullable String token;
    private final String host;
    /** In the place of the token in browsers: it ends with the process. */
    private final String session;

    /**
     * @param token null where there is none
     * @param host  on which the server listens, by which it may be called too
     */
    Access(@Nullable String token, String host) {
        this.token = token;
        this.host = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.session = HexFormat.of().formatHex(random);
    }

    /** Whether there is a token by which all can be seen. */
    boolean hasToken() {
        return token != null;
    }

    /**
     * Whether the request names this machine: the name of a stranger's page may have been made to point here (DNS rebinding). Where it
     * listens on another address than loopback, others know this machine by names that it does not know: there the token protects.
     */
    boolean isForThisHost(HttpExchange request) {
        List<String> hosts = request.getRequestHeaders().get("Host");
        if (hosts == null || hosts.size() != 1) {
            return false;
        }
        String name = hosts.get(0).replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        return LOCAL.contains(name) || name.equals(host.toLowerCase(Locale.ROOT))
            || !request.getLocalAddress().getAddress().isLoopbackAddress();
    }

    /** What the request may see, by its header or its cookie. */
    Level of(HttpExchange request) {
        Headers headers = request.getRequestHeaders();
        String authorization = headers.getFirst("Authorization");
        if (token == null) {
            return Level.COUNTERS;
        }
        if (authorization != null) {
            return authorization.startsWith(BEARER) && same(authorization.substring(BEARER.length()).strip(), token) ? Level.ALL
                : Level.NONE;
        }
        for (String cookies : headers.getOrDefault("Cookie", List.of())) {
            for (String cookie : cookies.split(";", -1)) {
                if (cookie.strip().startsWith(COOKIE + "=") && same(cookie.strip().substring(COOKIE.length() + 1), session)) {
                    return Level.ALL;
                }
            }
        }
        return Level.COUNTERS;
    }

    /**
     * The cookie for a browser that has come with the token in its address.
     *
     * @return null where the address has none, or a wrong one
     */
    @Nullable
    String cookie(HttpExchange request) {
        String query = request.getRequestURI().getQuery();
        return token != null && query != null && request.getRequestURI().getPath().equals("/") && query.startsWith("token=") && same(query.substring(
            "token=".length()), token)
                ? COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict" : null;
    }

    /** Takes as long whatever the difference is. */
    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.caravan.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.deliver.Delivery;
import dev.caravan.health.Instance;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: Java's own. Threads come with requests and go ten seconds after them. Any user of the machine can connect, so a client
 * that stalls has a thread of its own for some seconds at most, whatever it has sent or not read, and does not hold up others.
 */
public final class MonitorServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.http");
    private static final String SECONDS_FOR_REQUEST = "3";
    private static final String SECONDS_FOR_ANSWER = "10";
    /** How often Java looks who has stalled, and who has long been idle; its own second and ten cost a third of what an idle server costs. */
    private static final String STALLED_LOOK_MILLIS = "5000";
    private static final String IDLE_LOOK_MILLIS = "60000";
    /** Nothing from other hosts, nothing within the page but text, and no frame around it. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final int BACKLOG = 16;
    private static final int MOST_CONNECTIONS = 64;
    private static final int IDLE_SECONDS = 10;

    private final Instance instance;
    private final Access access;
    private final HealthJson health;
    private final Metrics metrics = new Metrics();
    private final HttpServer server;
    private final ThreadPoolExecutor requests;
    private final ScheduledExecutorService moments;
    private final History history;
    private final Map<String, String> settings;

    private MonitorServer(HttpOptions options, Instance instance, Delivery delivery, CamelContext context,
        Map<String, String> settings, History history) throws IOException {
        this.settings = settings;
        this.history = history;
        this.instance = instance;
        this.access = new Access(options.token(), options.host());
        this.health = new HealthJson(context);
        this.server = HttpServer.create(new InetSocketAddress(options.address(), options.port()), BACKLOG);
        // One more than there may be is left alone, and cut off when its time is over.
        this.requests = new ThreadPoolExecutor(0, MOST_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
            task -> daemon(task, "http"), new ThreadPoolExecutor.DiscardPolicy());
        this.moments = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "http-history"));
        delivery.progress().onDuration(metrics::delivered);
        server.setExecutor(requests);
        server.createContext("/", this::serve);
        Future<?> unused = moments.scheduleWithFixedDelay(this::remember, 0, History.INTERVAL_SECONDS, TimeUnit.SECONDS);
        server.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread made = new Thread(task, name);
        made.setDaemon(true);
        return made;
    }

    private void remember() {
        try {
            history.add(instance.snapshot(false));
        } catch (RuntimeException e) {
            // It would never come again.
            LOG.debug("a moment is left out of the history", e);
        }
    }

    /**
     * Begins to listen.
     *
     * @param settings for the page, without secrets
     * @return null where the address cannot be had, which is logged: shipping goes on without it
     */
    public static @Nullable MonitorServer start(HttpOptions options, Instance instance, Delivery delivery, CamelContext context,
        Map<String, String> settings) {
        return start(options, instance, delivery, context, settings, new History());
    }

    /** The same, with an hour that has been. */
    static @Nullable MonitorServer start(HttpOptions options, Instance instance, Delivery delivery, CamelContext context,
        Map<String, String> settings, History history) {
        limit("sun.net.httpserver.maxReqTime", SECONDS_FOR_REQUEST);
        limit("sun.net.httpserver.maxRspTime", SECONDS_FOR_ANSWER);
        limit("sun.net.httpserver.timerMillis", STALLED_LOOK_MILLIS);
        limit("sun.net.httpserver.clockTick", IDLE_LOOK_MILLIS);
        limit("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
        try {
            MonitorServer started = new MonitorServer(options, instance, delivery, context, settings, history);
            LOG.info("health and metrics are on http://{}:{}{}", options.host(), started.port(), options.token() == null
                ? "; set caravan.http.token-file to see reasons and the page" : "");
            return started;
        } catch (IOException e) {
            LOG.error("caravan.http.port: cannot listen on {}:{} ({}): shipping goes on, without health, metrics and page over HTTP."
                + " Is another program there?", options.host(), options.port(), e.getMessage());
            return null;
        }
    }

    /** Java's server reads these when it is loaded first. */
    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The port on which it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange request) throws IOException {
        try (request) {
            Response response;
            try {
                response = answer(request);
            } catch (RuntimeException e) {
                LOG.warn("a request for {} cannot be answered: {}", request.getRequestURI().getPath(), e.toString());
                LOG.debug("", e);
                response = Response.plain(500, "This is not available now; see the log.");
            }
            request.getResponseHeaders().set("Content-Type", response.type());
            request.getResponseHeaders().set("Cache-Control", "no-store");
            request.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            request.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            request.getResponseHeaders().set("Content-Security-Policy", POLICY);
            boolean head = request.getRequestMethod().equals("HEAD");
            request.sendResponseHeaders(response.status(), head || response.body().length == 0 ? -1 : response.body().length);
            if (!head) {
                request.getResponseBody().write(response.body());
            }
        }
    }

    private Response answer(HttpExchange request) throws IOException {
        if (!access.isForThisHost(request)) {
            return Response.plain(403, "This request is for another host.");
        }
        if (!request.getRequestMethod().equals("GET") && !request.getRequestMethod().equals("HEAD")) {
            request.getResponseHeaders().set("Allow", "GET, HEAD");
            return Response.plain(405, "Only GET and HEAD are known.");
        }
        Access.Level level = access.of(request);
        if (level == Access.Level.NONE) {
            request.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return Response.plain(401, "The token is wrong: it is in the file that caravan.http.token-file names.");
        }
        String cookie = access.cookie(request);
        if (cookie != null) {
            // The address with the token stays in no history and no bookmark.
            request.getResponseHeaders().set("Set-Cookie", cookie);
            request.getResponseHeaders().set("Location", "/");
            return new Response(303, "text/plain", new byte[0]);
        }
        boolean all = level == Access.Level.ALL;
        return switch (request.getRequestURI().getPath()) {
            case "/observe/health/live" -> health.of(true, all);
            case "/observe/health/ready", "/observe/health" -> health.of(false, all);
            case "/observe/metrics" -> metrics.of(instance.snapshot(false));
            case "/page.css" -> resource("page.css", "text/css");
            case "/page.js" -> resource("page.js", "text/javascript");
            case "/icon.svg" -> resource("icon.svg", "image/svg+xml");
            case "/uplot.css" -> resource("uplot/uPlot.min.css", "text/css");
            case "/uplot.js" -> resource("uplot/uPlot.iife.min.js", "text/javascript");
            case "/history.json" -> all ? HistoryJson.of(history.hour()) : noToken();
            case "/" -> all ? new StatusPage(instance.snapshot(true), history.hour(), settings).response() : noToken();
            default -> Response.plain(404, "There are /, /observe/health/live, /observe/health/ready and /observe/metrics.");
        };
    }

    private Response noToken() {
        return Response.plain(403, access.hasToken()
            ? "Open this page once as /?token=... with the token in the file that caravan.http.token-file names."
            : "To see this page, set caravan.http.token-file to a file with a token.");
    }

    private static Response resource(String name, String type) throws IOException {
        try (InputStream in = MonitorServer.class.getResourceAsStream("/http/" + name)) {
            return new Response(200, type + "; charset=utf-8", in.readAllBytes());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
        moments.shutdownNow();
    }
}

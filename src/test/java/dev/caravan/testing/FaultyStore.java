package dev.caravan.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Stands before an S3 server as a proxy, a portal or a store with ways of its own would: for each HTTP method it can give any
 * answer, with or without asking the server, and change what goes there and what comes back.
 */
public final class FaultyStore implements AutoCloseable {

    /** What happens to the requests of one method. */
    @FunctionalInterface
    public interface Fault {
        /** @param server passes the request on, and gives the answer */
        Reply answer(Request request, Supplier<Reply> server);
    }

    /** A request on its way to the server; its headers may be changed. Names of headers are in lower case. */
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {
    }

    /** An answer. Names of headers are in lower case. */
    public record Reply(int status, Map<String, String> headers, byte[] body) {

        /** An answer with a body. */
        public static Reply of(int status, String contentType, String body) {
            Reply reply = new Reply(status, new TreeMap<>(), body.getBytes(StandardCharsets.UTF_8));
            return contentType == null ? reply : reply.with("content-type", contentType);
        }

        /** The answer with a header. */
        public Reply with(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** The answer without the headers whose names begin so. */
        public Reply without(String prefix) {
            headers.keySet().removeIf(name -> name.startsWith(prefix));
            return this;
        }

        /** The same with another status. */
        public Reply as(int other) {
            return new Reply(other, headers, body);
        }
    }

    private static final Set<String> HOP = Set.of("connection", "content-length", "expect", "host", "upgrade", "date",
        "transfer-encoding", ":status");

    private final HttpServer server;
    private final URI target;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty store");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    /** @param endpoint of the S3 server */
    public FaultyStore(String endpoint) throws IOException {
        target = URI.create(endpoint);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::serve);
        server.setExecutor(workers);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on requests of this method are answered so. HEAD of the bucket itself is always passed on. */
    public void on(String method, Fault fault) {
        faults.put(method, fault);
    }

    /** From now on everything is passed on. */
    public void mend() {
        faults.clear();
    }

    /** Requests for objects so far, and what they were answered: {@code PUT 200}. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** How many requests of this method there were. */
    public long count(String method) {
        return log.stream().filter(line -> line.startsWith(method + " ")).count();
    }

    private void serve(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), headers,
            exchange.getRequestBody().readAllBytes());
        boolean object = request.path().substring(1).contains("/");
        Fault fault = object ? faults.get(request.method()) : null;
        Reply reply = fault == null ? pass(request) : fault.answer(request, () -> pass(request));
        if (object) {
            log.add(request.method() + " " + reply.status());
        }
        reply.headers().forEach((name, value) -> {
            if (!HOP.contains(name)) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        boolean head = request.method().equals("HEAD");
        if (head && reply.headers().containsKey("content-length")) {
            exchange.getResponseHeaders().set("Content-Length", reply.headers().get("content-length"));
        }
        exchange.sendResponseHeaders(reply.status(), head || reply.body().length == 0 ? -1 : reply.body().length);
        if (!head && reply.body().length > 0) {
            exchange.getResponseBody().write(reply.body());
        }
        exchange.close();
    }

    /** Passes a request on to the server. */
    public Reply pass(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target.resolve(request.path()));
        request.headers().forEach((name, value) -> {
            if (!HOP.contains(name)) {
                builder.header(name, value);
            }
        });
        builder.method(request.method(), request.body().length == 0 ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        try {
            HttpResponse<byte[]> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> headers = new TreeMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT),
                values.get(0)));
            return new Reply(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            return Reply.of(502, "text/plain", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.of(502, "text/plain", e.toString());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}

package dev.caravan.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server of plain HTTP, or of HTTPS, that keeps each request byte for byte and answers what a test says: what S3 servers never
 * do on purpose. One request a connection.
 */
public final class RawServer implements AutoCloseable {

    /** Password of the key store. */
    public static final String PASSWORD = "changeit";

    /** Answers a request, or does worse. The connection is closed behind it. */
    public interface Answer {
        void to(Request request, Socket connection) throws IOException;
    }

    /** A request as it came; names of headers in lower case. */
    public record Request(String line, Map<String, String> headers, byte[] body) {
    }

    private final ServerSocket server;
    private final String scheme;
    private final boolean readsBody;
    private final Answer answer;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        return thread;
    });

    private RawServer(ServerSocket server, String scheme, boolean readsBody, Answer answer) {
        this.server = server;
        this.scheme = scheme;
        this.readsBody = readsBody;
        this.answer = answer;
        workers.execute(this::accept);
    }

    /** Plain HTTP; each request is read whole before it is answered. */
    public static RawServer http(Answer answer) throws IOException {
        return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http", true, answer);
    }

    /** Plain HTTP; the answer is asked for behind the headers, and reads the body itself, or does not. */
    public static RawServer httpWithoutBody(Answer answer) throws IOException {
        return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http", false, answer);
    }

    /** HTTPS with this key store; {@code readsBody} as in the two others. */
    public static RawServer https(Path keyStore, boolean readsBody, Answer answer) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return new RawServer(tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), "https",
            readsBody, answer);
    }

    /** Makes a key store with a certificate for 127.0.0.1 that nobody has signed. */
    public static Path keyStore(Path directory) throws Exception {
        Path file = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost",
            "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        return file;
    }

    /** An answer with this status line and these headers and body; headers end with CRLF each. */
    public static Answer answer(String status, String headers, String body) {
        byte[] bytes = ("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length + "\r\n" + headers + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
        return (request, connection) -> connection.getOutputStream().write(request.line().startsWith("HEAD ")
            ? new String(bytes, StandardCharsets.UTF_8).split("(?<=\r\n\r\n)", 2)[0].getBytes(StandardCharsets.UTF_8) : bytes);
    }

    public String endpoint() {
        return scheme + "://127.0.0.1:" + server.getLocalPort();
    }

    /** All requests so far. */
    public List<Request> requests() {
        return requests;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                workers.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            String line = line(in);
            if (line.isEmpty()) {
                return;
            }
            Map<String, String> headers = new TreeMap<>();
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                int colon = header.indexOf(':');
                headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
            }
            Request request = new Request(line, headers, readsBody ? body(headers, client) : new byte[0]);
            requests.add(request);
            answer.to(request, client);
        } catch (IOException e) {
            // The client has gone, or the test ends.
        }
        open.remove(client);
    }

    /** The body of a request, asked for where the client waits for that. */
    public static byte[] body(Map<String, String> headers, Socket client) throws IOException {
        if (headers.containsKey("expect")) {
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return client.getInputStream().readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is closed.
        }
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
        workers.shutdownNow();
    }
}

package dev.caravan.cli;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.app.Shipper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code caravan warm-up}: starts as usual, ships generated lines to a local server that accepts and discards every object, and stops. The
 * launcher runs it so that Java records the loaded classes in an archive (class data sharing). Ignores all settings: real lines must not go to
 * a server that stores nothing.
 */
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true,
    description = "Loads the classes of a start, for the launcher's archive of classes.")
public final class WarmUpCommand implements Callable<Integer> {

    private static final long WRITE_MILLIS = 4000;

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("caravan-warm-up");
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", request -> {
            request.getRequestBody().readAllBytes();
            request.getResponseHeaders().set("ETag", "\"0\"");
            request.sendResponseHeaders(200, -1);
            request.close();
        });
        store.start();
        try {
            Path logs = Files.createDirectory(directory.resolve("log"));
            try (DemoLogs writer = new DemoLogs(logs); Shipper shipper = new Shipper(null, true)) {
                settings(directory, logs, store.getAddress().getPort()).forEach(shipper.main()::addOverrideProperty);
                shipper.start();
                writer.writeFor(WRITE_MILLIS);
                shipper.stop();
            }
            return 0;
        } finally {
            store.stop(0);
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            }
        }
    }

    private static Map<String, String> settings(Path directory, Path logs, int port) {
        Map<String, String> settings = DemoCommand.settings(directory, logs);
        settings.put("caravan.bucket", "warm-up");
        settings.put("caravan.batch.interval", "1s");
        String s3 = "camel.component.aws2-s3.";
        settings.put(s3 + "uri-endpoint-override", "http://127.0.0.1:" + port);
        settings.put(s3 + "override-endpoint", "true");
        settings.put(s3 + "force-path-style", "true");
        settings.put(s3 + "region", "us-east-1");
        settings.put(s3 + "access-key", "warm-up");
        settings.put(s3 + "secret-key", "warm-up");
        return settings;
    }
}

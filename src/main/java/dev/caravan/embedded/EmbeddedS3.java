package dev.caravan.embedded;

import dev.caravan.state.Durable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.shaded.org.eclipse.jetty.server.Connector;
import org.gaul.shaded.org.eclipse.jetty.server.Server;

/** The embedded S3 server: S3Proxy on a directory. It listens on 127.0.0.1 only and accepts only the keys that it generates. */
public final class EmbeddedS3 implements AutoCloseable {

    /** Each thread waits for one client. Only clients that have the key get one. */
    private static final int THREADS = 40;

    private final S3Proxy proxy;
    private final URI endpoint;
    private final AwsConfig config;

    private EmbeddedS3(S3Proxy proxy, AwsConfig config) throws IOException {
        this.proxy = proxy;
        this.endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
        this.config = config;
        try {
            config.write(endpoint);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the server.
     *
     * @param directory its subdirectories are the buckets; created with mode 0700
     * @param config    file for AWS's tools, with the keys, which are generated if it has none; mode 0600
     * @param bucket    created if it does not exist
     * @param port      port on 127.0.0.1; 0 for any free one
     * @param orAny     whether to use any free port if that one is taken
     * @param maxBytes  limit of all objects; above it the oldest are deleted
     * @throws IOException the port is taken, or the directory or the file cannot be written
     */
    public static EmbeddedS3 start(Path directory, Path config, String bucket, int port, boolean orAny, long maxBytes)
        throws IOException {
        Durable.directories(directory);
        Durable.directories(directory.resolve(bucket));
        AwsConfig keys = AwsConfig.of(config);
        try {
            return new EmbeddedS3(run(directory, keys, port, maxBytes), keys);
        } catch (IOException e) {
            if (!orAny || !(e.getCause() instanceof BindException)) {
                throw e;
            }
            return new EmbeddedS3(run(directory, keys, 0, maxBytes), keys);
        }
    }

    private static S3Proxy run(Path directory, AwsConfig keys, int port, long maxBytes) throws IOException {
        S3Proxy proxy = S3Proxy.builder()
            .blobStore(new PrivateBlobStore(directory.toAbsolutePath().normalize(), maxBytes))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, keys.accessKey(), keys.secretKey())
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .jettyMaxThreads(THREADS)
            .stopTimeout(0)
            .build();
        guard(proxy, keys.accessKey());
        try {
            proxy.start();
            return proxy;
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof BindException)) {
                cause = cause.getCause();
            }
            throw new IOException("the embedded S3 server cannot start on 127.0.0.1:" + port + ": " + cause.getMessage()
                + "; set caravan.embedded.port", cause);
        }
    }

    /** S3Proxy has no setting for who may connect; its web server can be reached only by reflection. */
    private static void guard(S3Proxy proxy, String accessKey) {
        try {
            Field field = S3Proxy.class.getDeclaredField("server");
            field.setAccessible(true);
            Server server = (Server) field.get(proxy);
            Strangers strangers = new Strangers();
            for (Connector connector : server.getConnectors()) {
                connector.addBean(strangers);
            }
            server.setHandler(new Door(server.getHandler(), accessKey, strangers));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this code was written for another version of S3Proxy", e);
        }
    }

    /** Returns the endpoint, for {@code aws s3 --endpoint-url}. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns the keys. Whoever has them may read, change and delete the objects. */
    public AwsConfig config() {
        return config;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded S3 server did not stop", e);
        }
    }
}

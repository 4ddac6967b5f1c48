package dev.caravan.embedded;

import dev.caravan.state.Durable;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** S3Proxy on a directory. Takes any credentials; reachable from this machine alone. */
public final class EmbeddedS3 implements AutoCloseable {

    private final S3Proxy proxy;
    private final URI endpoint;

    private EmbeddedS3(S3Proxy proxy) {
        this.proxy = proxy;
        this.endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /**
     * Starts the server.
     *
     * @param directory where buckets are folders; 0700
     * @param bucket    made where it is missing
     * @param port      port on 127.0.0.1; 0 for any free one
     * @param orAny     take any free port when that one is taken
     * @throws IOException the port is taken, or the directory cannot be written
     */
    public static EmbeddedS3 start(Path directory, String bucket, int port, boolean orAny) throws IOException {
        Durable.directories(directory);
        Durable.directories(directory.resolve(bucket));
        try {
            return new EmbeddedS3(run(directory, port));
        } catch (IOException e) {
            if (!orAny || !(e.getCause() instanceof BindException)) {
                throw e;
            }
            return new EmbeddedS3(run(directory, 0));
        }
    }

    private static S3Proxy run(Path directory, int port) throws IOException {
        S3Proxy proxy = S3Proxy.builder()
            .blobStore(new PrivateBlobStore(directory.toAbsolutePath().normalize()))
            .awsAuthentication(AuthenticationType.NONE, "", "")
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .jettyMaxThreads(10)
            .stopTimeout(0)
            .build();
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

    /** For {@code aws s3 --endpoint-url}. */
    public URI endpoint() {
        return endpoint;
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

package dev.caravan.testing;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A real S3 server in the process, which counts what it stores and can answer with errors. */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "logs";

    private final Path root;
    private final Counting store;
    private final S3Proxy proxy;

    /** Starts a server whose bucket is a folder below this one. */
    public S3Server(Path root) {
        try {
            this.root = root.toRealPath();
            Files.createDirectories(this.root.resolve(BUCKET));
            store = new Counting(this.root);
            proxy = S3Proxy.builder().blobStore(store).awsAuthentication(AuthenticationType.NONE, "", "")
                .endpoint(URI.create("http://127.0.0.1:0")).stopTimeout(0).build();
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return proxy.getPort();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** Answers each PUT with this status from now on, storing nothing; 0 for success again. */
    public void answerPutsWith(int status) {
        store.status = status;
    }

    /** Refuses each listing ({@code list}) or each GET ({@code get}) with 403 from now on; null for success again. */
    public void deny(String what) {
        store.denied = what;
    }

    /** Puts a file into the bucket, without a request. */
    public void put(String key, byte[] content) throws IOException {
        Path file = root.resolve(BUCKET).resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** Keys in the bucket with their content, unpacked. */
    public Map<String, String> objects() {
        Map<String, String> all = new TreeMap<>();
        for (String key : keys()) {
            all.put(key, new String(bytes(key), StandardCharsets.UTF_8));
        }
        return all;
    }

    /** Keys in the bucket. */
    public List<String> keys() {
        // Not a walk over the folder: the server makes and removes files of its own there.
        return store.puts.keySet().stream().filter(key -> Files.exists(root.resolve(BUCKET).resolve(key))).sorted().toList();
    }

    /** An object's content, unpacked. */
    public byte[] bytes(String key) {
        try {
            InputStream in = new ByteArrayInputStream(raw(key));
            if (key.endsWith(".gz")) {
                in = new GZIPInputStream(in);
            } else if (key.endsWith(".zst")) {
                in = new ZstdInputStream(in);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object's bytes as stored. */
    public byte[] raw(String key) {
        try {
            return Files.readAllBytes(root.resolve(BUCKET).resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines of the objects whose keys begin so, in the order of their keys. */
    public List<String> lines(String prefix) {
        List<String> lines = new ArrayList<>();
        objects().forEach((key, content) -> {
            if (key.startsWith(prefix)) {
                lines.addAll(content.lines().toList());
            }
        });
        return lines;
    }

    /** Content of the objects whose keys begin so, joined in the order of their keys. */
    public byte[] content(String prefix) {
        var out = new java.io.ByteArrayOutputStream();
        keys().stream().filter(k -> k.startsWith(prefix)).forEach(k -> out.writeBytes(bytes(k)));
        return out.toByteArray();
    }

    /** How often each key was stored, that is, answered with 2xx. */
    public Map<String, Integer> puts() {
        return Map.copyOf(store.puts);
    }

    /** The last request that stored this key. */
    public PutObjectRequest request(String key) {
        return store.requests.get(key);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Counting extends ForwardingBlobStore {

        private final Map<String, Integer> puts = new ConcurrentHashMap<>();
        private final Map<String, PutObjectRequest> requests = new ConcurrentHashMap<>();
        private volatile int status;
        private volatile String denied;

        Counting(Path root) {
            super(new FilesystemNio2BlobStore(root.toString()));
        }

        /** Takes the request's word for it, so that tests can see what was asked for. */
        @Override
        public boolean supportsServerSideEncryption() {
            return true;
        }

        private static S3Exception failure(int status, String code) {
            return (S3Exception) S3Exception.builder().statusCode(status).message("made to fail")
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("made to fail")
                    .sdkHttpResponse(SdkHttpResponse.builder().statusCode(status).build()).build())
                .build();
        }

        @Override
        public ListObjectsV2Response list(ListObjectsV2Request request) {
            if ("list".equals(denied)) {
                throw failure(403, "AccessDenied");
            }
            return super.list(request);
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
            if ("get".equals(denied)) {
                throw failure(403, "AccessDenied");
            }
            return super.getBlob(request);
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
            if (status != 0) {
                throw failure(status, "InternalError");
            }
            PutObjectResponse response = super.putBlob(request, payload);
            puts.merge(request.key(), 1, Integer::sum);
            requests.put(request.key(), request);
            return response;
        }
    }
}

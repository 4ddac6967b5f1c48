package dev.caravan.schema.input;

import dev.caravan.deliver.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An object in S3. It is read again for each pass; the entity tag makes sure that it is the same object each time.
 */
final class S3Input implements Input {

    private static final String SCHEME = "s3://";

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final String tag;

    private S3Input(S3Client client, String bucket, String key, String tag) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.tag = tag;
    }

    static boolean isUri(String text) {
        return text.startsWith(SCHEME);
    }

    /** All objects below {@code s3://bucket/prefix}, by key, without empty ones and folder marks, as Panther skips them. */
    static List<Input> list(S3Client client, String uri) throws IOException {
        String rest = uri.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String prefix = slash < 0 ? "" : rest.substring(slash + 1);
        if (bucket.isEmpty()) {
            throw new IOException("no bucket in it; write s3://bucket/prefix");
        }
        List<Input> inputs = new ArrayList<>();
        String token = null;
        try {
            do {
                ListObjectsV2Response page = client.listObjectsV2(ListObjectsV2Request.builder()
                    .bucket(bucket).prefix(prefix).continuationToken(token).build());
                for (S3Object object : page.contents()) {
                    if (object.size() > 0 && !object.key().endsWith("/")) {
                        inputs.add(new S3Input(client, bucket, object.key(), object.eTag()));
                    }
                }
                token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
            } while (token != null);
        } catch (SdkException e) {
            throw new IOException("cannot be listed: "
                + Failure.reason(e, "s3:ListBucket", "check the name"), e);
        }
        if (inputs.isEmpty()) {
            throw new IOException("no objects below this prefix");
        }
        return inputs;
    }

    @Override
    public String name() {
        return SCHEME + bucket + "/" + key;
    }

    @Override
    public InputStream open() throws IOException {
        try {
            return client.getObject(request -> request.bucket(bucket).key(key).ifMatch(tag));
        } catch (SdkException e) {
            throw new IOException("cannot be read: " + (e instanceof S3Exception s3 && s3.statusCode() == 412
                ? "it was replaced meanwhile; try again" : Failure.reason(e, "s3:GetObject", "check the name")), e);
        }
    }
}

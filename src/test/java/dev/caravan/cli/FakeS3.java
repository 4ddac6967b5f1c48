package dev.caravan.cli;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket named {@code logs} in memory, listed two objects a page, that honours If-Match. */
final class FakeS3 implements S3Client {

    private static final int PAGE = 2;

    final NavigableMap<String, byte[]> objects = new TreeMap<>();
    final List<String> reads = new ArrayList<>();
    /** Runs after each read of an object; for changes between two reads. */
    Runnable afterRead = () -> {};
    boolean closed;

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        if (!request.bucket().equals("logs")) {
            throw NoSuchBucketException.builder().message("The specified bucket does not exist").build();
        }
        String after = request.continuationToken() == null ? "" : request.continuationToken();
        List<S3Object> page = new ArrayList<>();
        for (String key : objects.tailMap(after, false).keySet()) {
            if (key.startsWith(request.prefix())) {
                if (page.size() == PAGE) {
                    return ListObjectsV2Response.builder().contents(page).isTruncated(true)
                        .nextContinuationToken(page.get(PAGE - 1).key()).build();
                }
                page.add(S3Object.builder().key(key).size((long) objects.get(key).length).eTag(tag(key)).build());
            }
        }
        return ListObjectsV2Response.builder().contents(page).isTruncated(false).build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        if (request.ifMatch() != null && !request.ifMatch().equals(tag(request.key()))) {
            throw S3Exception.builder().statusCode(412).message("At least one of the pre-conditions you specified did not hold").build();
        }
        reads.add(request.key());
        byte[] bytes = objects.get(request.key());
        afterRead.run();
        try {
            return transformer.transform(GetObjectResponse.builder().build(),
                AbortableInputStream.create(new ByteArrayInputStream(bytes)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
        return getObject(request, ResponseTransformer.toInputStream());
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {
        closed = true;
    }

    private String tag(String key) {
        return "\"" + Arrays.hashCode(objects.get(key)) + "\"";
    }
}

package dev.caravan.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Finds out what is stored under a key: sends HEAD, and reads the object if that is not enough. The metadata that Caravan itself has
 * written shows only what was sent, so it counts only if nothing else can be read. Thread-safe.
 */
final class ExistingObject {

    /** The result. */
    enum Verdict {
        /** There is no object. */
        ABSENT,
        /** The object has the bytes of the file. */
        SAME,
        /** The object has our checksum in its metadata; it may not be read, and S3 gives no checksum. */
        CLAIMED,
        /** The object has other bytes. */
        FOREIGN
    }

    private static final int BUFFER = 64 * 1024;

    private final Supplier<AWS2S3Configuration> s3;
    private final String bucket;

    /** @param s3 returns settings with a client in them; called before each request */
    ExistingObject(Supplier<AWS2S3Configuration> s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * Finds out what is stored under the attempt's key.
     *
     * @throws UnprovenException the answer cannot be one of S3's
     * @throws S3Exception       S3 refuses to answer
     */
    Verdict of(Attempt attempt) throws IOException {
        AWS2S3Configuration settings = s3.get();
        HeadObjectResponse head;
        try {
            head = settings.getAmazonS3Client().headObject(headRequest(settings, attempt.key()));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Verdict.ABSENT;
            }
            throw unasked(e);
        }
        Answer answer = Answer.of(head.sdkHttpResponse(), "", null);
        if (!answer.isOfS3()) {
            throw new UnprovenException(UnprovenException.NOT_S3);
        }
        if (head.contentLength() != null && head.contentLength() != attempt.size()) {
            return Verdict.FOREIGN;
        }
        // A checksum with "-" is of an object that was sent in parts: it covers their checksums, not the bytes.
        if (answer.sha256() != null && !answer.sha256().contains("-")) {
            return attempt.sha256Base64().equals(answer.sha256()) ? Verdict.SAME : Verdict.FOREIGN;
        }
        return attempt.isMd5(answer.etag()) ? Verdict.SAME : read(settings, attempt, head);
    }

    private HeadObjectRequest headRequest(AWS2S3Configuration settings, String key) {
        HeadObjectRequest.Builder request = HeadObjectRequest.builder().bucket(bucket).key(key)
            .checksumMode(ChecksumMode.ENABLED);
        if (settings.isUseCustomerKey()) {
            request.sseCustomerKey(settings.getCustomerKeyId()).sseCustomerKeyMD5(settings.getCustomerKeyMD5())
                .sseCustomerAlgorithm(settings.getCustomerAlgorithm());
        }
        return request.build();
    }

    private GetObjectRequest getRequest(AWS2S3Configuration settings, String key) {
        GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
        if (settings.isUseCustomerKey()) {
            request.sseCustomerKey(settings.getCustomerKeyId()).sseCustomerKeyMD5(settings.getCustomerKeyMD5())
                .sseCustomerAlgorithm(settings.getCustomerAlgorithm());
        }
        return request.build();
    }

    /** Turns 412 and 304 into an {@link UnprovenException}: they answer a condition, which HEAD and GET do not have. */
    private static S3Exception unasked(S3Exception e) throws UnprovenException {
        if (e.statusCode() == 412 || e.statusCode() == 304) {
            throw new UnprovenException("S3 answered " + e.statusCode() + " to a request without a condition");
        }
        return e;
    }

    private Verdict read(AWS2S3Configuration settings, Attempt attempt, HeadObjectResponse head) throws IOException {
        try (ResponseInputStream<GetObjectResponse> there = settings.getAmazonS3Client()
            .getObject(getRequest(settings, attempt.key()))) {
            if (!Answer.of(there.response().sdkHttpResponse(), "", null).isOfS3()) {
                there.abort();
                throw new UnprovenException(UnprovenException.NOT_S3);
            }
            Long size = there.response().contentLength();
            if (size != null && size != attempt.size() && head.contentLength() != null) {
                there.abort();
                throw new UnprovenException("S3 gives an object under the key one size for HEAD and another for GET");
            }
            boolean same = (size == null || size == attempt.size()) && isSame(attempt, there);
            if (!same) {
                // Aborted: reading the rest to keep the connection would cost more.
                there.abort();
            }
            return same ? Verdict.SAME : Verdict.FOREIGN;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw new UnprovenException("S3 has an object under the key for HEAD, and none for GET");
            }
            String claim = head.metadata() == null ? null : head.metadata().get(Delivery.CHECKSUM);
            if (e.statusCode() == 403 && claim != null && !couldBeMd5(head)) {
                return claim.equals(attempt.sha256()) ? Verdict.CLAIMED : Verdict.FOREIGN;
            }
            throw unasked(e);
        }
    }

    /** Reports whether the ETag may be an MD5. With keys of KMS or of the customer it only looks like one. */
    private static boolean couldBeMd5(HeadObjectResponse head) {
        ServerSideEncryption encryption = head.serverSideEncryption();
        return ETag.couldBeMd5(head.eTag()) && head.sseCustomerAlgorithm() == null
            && (encryption == null || encryption == ServerSideEncryption.AES256);
    }

    private static boolean isSame(Attempt attempt, InputStream there) throws IOException {
        byte[] own = new byte[BUFFER];
        byte[] other = new byte[BUFFER];
        try (InputStream file = Files.newInputStream(attempt.file())) {
            for (int n = file.readNBytes(own, 0, BUFFER); n > 0; n = file.readNBytes(own, 0, BUFFER)) {
                int m = read(there, other, n);
                if (!Arrays.equals(own, 0, m, other, 0, m)) {
                    return false;
                }
                if (m < n) {
                    throw new UnprovenException("the object under the key ends before its size is reached");
                }
            }
        }
        return read(there, other, 1) == 0;
    }

    private static int read(InputStream there, byte[] buffer, int length) throws UnprovenException {
        try {
            return there.readNBytes(buffer, 0, length);
        } catch (IOException e) {
            throw new UnprovenException("the object under the key cannot be read to its end: " + e.getMessage());
        }
    }
}

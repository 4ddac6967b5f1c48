package dev.caravan.check;

import dev.caravan.deliver.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Whether the bucket takes objects, and keeps to what exactly-once needs. The probe is one object a host, with a fixed key and one line:
 * where it is there already, that the store says so is proof enough.
 */
final class BucketCheck {

    private static final String BUCKET = "bucket";
    private static final String MARK = "caravan-check";
    private static final String TEXT = "A probe of \"caravan check\": it shows that objects can be stored here, and may be deleted.\n";
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final S3Client client;
    private final String bucket;
    private final CheckReport report;

    BucketCheck(S3Client client, String bucket, CheckReport report) {
        this.client = client;
        this.bucket = bucket;
        this.report = report;
    }

    /** The key of the probe: behind the fixed prefix of the template. */
    static String key(String template, String host) {
        int brace = template.indexOf('{');
        String fixed = brace < 0 ? template : template.substring(0, brace);
        return fixed.substring(0, fixed.lastIndexOf('/') + 1) + MARK + "/" + host;
    }

    /** Stores the probe, twice. */
    void write(String key) {
        boolean stored = put(key);
        if (stored && put(key)) {
            report.fail(BUCKET, "the store ignores If-None-Match: an object whose answer is lost would be stored twice; set"
                + " caravan.conditional-writes = false");
        }
    }

    /** Returns whether it was stored, and not refused for it is there. */
    private boolean put(String key) {
        try {
            PutObjectResponse answer = client.putObject(request -> request.bucket(bucket).key(key).ifNoneMatch("*")
                .metadata(Map.of(MARK, "1")), RequestBody.fromString(TEXT));
            look(key, answer.sdkHttpResponse());
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 304) {
                report.ok(BUCKET, "s3://" + bucket + "/" + key + " is there, and is not overwritten (If-None-Match)");
            } else if (e.statusCode() == 501) {
                report.fail(BUCKET, "the store does not know If-None-Match (501): set caravan.conditional-writes = false");
            } else {
                failed(e);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
        return false;
    }

    private void look(String key, SdkHttpResponse stored) {
        report.ok(BUCKET, "s3://" + bucket + "/" + key + " was stored");
        skew(stored);
        try {
            HeadObjectResponse head = client.headObject(request -> request.bucket(bucket).key(key));
            if (!"1".equals(head.metadata().get(MARK))) {
                report.note(BUCKET, "the store drops the metadata of objects: their checksum is not kept with them");
            }
        } catch (S3Exception e) {
            report.note(BUCKET, "objects can be stored, but not looked at (" + e.statusCode() + "): allow s3:GetObject, which is needed"
                + " where an answer is lost");
        }
    }

    /** Asks for the bucket, and stores nothing. */
    void read() {
        try {
            skew(client.headBucket(request -> request.bucket(bucket)).sdkHttpResponse());
            report.ok(BUCKET, "s3://" + bucket + " answers; nothing was stored there, so whether it takes objects is not known");
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        report.fail(BUCKET, "s3://" + bucket + ": " + Failure.reason(e, "s3:PutObject and s3:GetObject", "create it, or correct"
            + " caravan.bucket"));
    }

    /** Requests are signed with the time: a store refuses those that are fifteen minutes off. */
    private void skew(SdkHttpResponse answer) {
        answer.firstMatchingHeader("Date").ifPresent(date -> {
            try {
                Instant there = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
                Duration off = Duration.between(there, Instant.now());
                if (off.abs().compareTo(SKEW) > 0) {
                    report.note(BUCKET, "this machine's clock is " + off.abs().toSeconds() + " s " + (off.isNegative() ? "behind" : "ahead of")
                        + " the store's: beyond 15 minutes the store refuses all requests; let the machine set its clock (NTP)");
                }
            } catch (java.time.DateTimeException e) {
                report.note(BUCKET, "the store gives no time of day: " + date);
            }
        });
    }
}

package dev.caravan.deliver;

import dev.caravan.state.Unwritable;
import java.nio.file.FileSystemException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says in words of a user why S3 did not do what it was asked for. Never quotes credentials. */
public final class Failure {

    private static final String REGION = "the bucket is in another region; set camel.component.aws2-s3.region";

    private Failure() {
    }

    /** Why an object could not be delivered. */
    static String explain(Throwable thrown, String bucket) {
        String reason = reason(thrown, "s3:PutObject and s3:GetObject", "create it, or correct caravan.bucket");
        return "cannot deliver to s3://" + bucket + ": " + reason;
    }

    /**
     * Why a request failed.
     *
     * @param thrown  what the SDK threw, or something that it caused
     * @param actions what the IAM policy must allow
     * @param remedy  what to do where the bucket does not exist
     */
    public static String reason(Throwable thrown, String actions, String remedy) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof Unproven unproven) {
                return unproven.getMessage();
            }
            if (e instanceof AwsServiceException s3) {
                return reason(s3, actions, remedy);
            }
            if (e instanceof SdkClientException client) {
                return reason(client);
            }
            if (e instanceof FileSystemException file) {
                return "the outbox is in trouble: " + Unwritable.words(file);
            }
        }
        return String.valueOf(thrown);
    }

    private static String reason(AwsServiceException e, String actions, String remedy) {
        String code = e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
        return switch (code) {
            case "NoSuchBucket" -> "the bucket does not exist; " + remedy;
            case "AccessDenied" -> "permission denied; the IAM policy needs " + actions + " on it";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> "the credentials are wrong";
            case "ExpiredToken" -> "the credentials have expired";
            case "BadDigest", "XAmzContentChecksumMismatch" -> "what arrived is not what was sent (S3 compares its SHA-256):"
                + " look at the disk of the outbox, and at what is on the way to S3";
            case "NotImplemented" -> "it does not know what it was asked for; set caravan.conditional-writes = false,"
                + " for a store that does not know If-None-Match";
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" -> REGION;
            default -> e.statusCode() == 301 ? REGION : "S3 answered " + e.statusCode() + " " + code;
        };
    }

    private static String reason(SdkClientException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("Unable to load credentials")) {
            return "no AWS credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, use an instance role, or see"
                + " the README";
        }
        if (text.contains("Unable to load region")) {
            return "no region; set camel.component.aws2-s3.region or AWS_REGION";
        }
        return "S3 cannot be reached: " + text;
    }
}

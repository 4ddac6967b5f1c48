package dev.caravan.deliver;

import dev.caravan.state.Unwritable;
import java.nio.file.FileSystemException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says in words of a user why an object could not be delivered. Never quotes credentials. */
final class Failure {

    private Failure() {
    }

    static String explain(Throwable thrown, String bucket) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof AwsServiceException s3) {
                return explain(s3, bucket);
            }
            if (e instanceof SdkClientException client) {
                return explain(client, bucket);
            }
            if (e instanceof FileSystemException file) {
                return "the outbox is in trouble: " + Unwritable.words(file);
            }
        }
        return "cannot deliver to s3://" + bucket + ": " + thrown;
    }

    private static String explain(AwsServiceException e, String bucket) {
        String code = e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
        String hint = switch (code) {
            case "NoSuchBucket" -> ": the bucket does not exist; create it, or correct caravan.bucket";
            case "AccessDenied" -> ": permission denied; the IAM policy needs s3:PutObject and s3:GetObject on it";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> ": the credentials are wrong";
            case "ExpiredToken" -> ": the credentials have expired";
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                ": the bucket is in another region; set camel.component.aws2-s3.region";
            default -> e.statusCode() == 301 ? ": the bucket is in another region; set camel.component.aws2-s3.region"
                : ": S3 answered " + e.statusCode() + " " + code;
        };
        return "cannot deliver to s3://" + bucket + hint;
    }

    private static String explain(SdkClientException e, String bucket) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("Unable to load credentials")) {
            return "cannot deliver to s3://" + bucket + ": no AWS credentials found; set AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, use an instance role, or see the README";
        }
        if (text.contains("Unable to load region")) {
            return "cannot deliver to s3://" + bucket + ": no region; set camel.component.aws2-s3.region or AWS_REGION";
        }
        return "cannot reach S3 for s3://" + bucket + ": " + text;
    }
}

package dev.caravan.deliver;

import dev.caravan.outbox.FailureScope;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The reason why a request to S3 failed, in words for the user. Two tables have the causes: {@link AnswerCause} those that a server gives,
 * {@link LocalCause} those that came before an answer. Never contains credentials.
 *
 * @param reason  part of a sentence, without the full stop
 * @param scope   what else is affected
 * @param passing whether the failure may be over at the next try, half a second later
 */
public record Failure(String reason, FailureScope scope, boolean passing) {

    private static final String DELIVERING = "s3:PutObject and s3:GetObject";

    /** Returns why an object could not be delivered. */
    static Failure of(Throwable thrown) {
        return of(thrown, DELIVERING, "create it, or correct caravan.bucket");
    }

    /** Returns a sentence with the bucket, or bucket and prefix. */
    String in(String place) {
        return "cannot deliver to s3://" + place + ": " + reason;
    }

    /**
     * Returns why a request failed.
     *
     * @param thrown  what the SDK threw, or an exception with that as a cause
     * @param actions the permissions that the IAM policy needs
     * @param remedy  what to do if the bucket does not exist
     */
    public static String reason(Throwable thrown, String actions, String remedy) {
        return of(thrown, actions, remedy).reason();
    }

    private static Failure of(Throwable thrown, String actions, String remedy) {
        SdkClientException client = null;
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof UnprovenException unproven) {
                // A portal answers every request; other failures of proof concern one object.
                return new Failure(unproven.getMessage(), UnprovenException.NOT_S3.equals(unproven.getMessage()) ? FailureScope.ALL
                    : FailureScope.PREFIX,
                    false);
            }
            if (e instanceof AwsServiceException service) {
                return of(service, actions, remedy);
            }
            if (e instanceof SdkClientException sdk && client == null) {
                client = sdk;
            }
        }
        String message = client == null ? "" : String.valueOf(client.getMessage());
        String credentials = CredentialsCause.words(message);
        if (credentials != null) {
            return new Failure(credentials, FailureScope.ALL, false);
        }
        if (message.contains("Unable to load region")) {
            return new Failure("no region; set camel.component.aws2-s3.region or AWS_REGION", FailureScope.ALL, false);
        }
        Failure local = LocalCause.of(thrown);
        if (local != null) {
            return local;
        }
        return client == null ? new Failure(String.valueOf(thrown), FailureScope.PREFIX, false)
            : new Failure("S3 cannot be reached: " + Refusal.sentence(message), FailureScope.ALL, false);
    }

    private static Failure of(AwsServiceException e, String actions, String remedy) {
        String service = e.awsErrorDetails() == null ? null : e.awsErrorDetails().serviceName();
        if (service != null && !service.equalsIgnoreCase("S3")) {
            // The SDK asks for the role before it asks S3.
            return new Failure("the credentials of the configured role cannot be obtained: " + service + " says: "
                + Refusal.sentence(e.awsErrorDetails().errorMessage()), FailureScope.ALL, false);
        }
        Refusal refusal = new Refusal(e, actions, remedy);
        AnswerCause cause = AnswerCause.of(refusal);
        return new Failure(cause.words(refusal), cause.scope(), cause == AnswerCause.BUSY);
    }
}

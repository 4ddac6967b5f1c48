package dev.caravan.deliver;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Why S3 did not do what it was asked for, in words of a user. The causes are in two tables: {@link AnswerCause} has those that a server
 * gives, {@link LocalCause} those that came before an answer. Never quotes credentials.
 *
 * @param reason  a part of a sentence, without the full stop
 * @param scope   what else it concerns
 * @param passing whether it may well be over at the next try, half a second later
 */
public record Failure(String reason, Scope scope, boolean passing) {

    /** What a failure concerns besides its object. */
    enum Scope {
        /** All that is delivered: the network, the store, the credentials. */
        ALL,
        /** Objects of the same prefix, for policies are written for prefixes; or that object alone. */
        PREFIX
    }

    private static final String DELIVERING = "s3:PutObject and s3:GetObject";

    /** Why an object could not be delivered. */
    static Failure of(Throwable thrown) {
        return of(thrown, DELIVERING, "create it, or correct caravan.bucket");
    }

    /** In a sentence that names the bucket, or bucket and prefix. */
    String in(String place) {
        return "cannot deliver to s3://" + place + ": " + reason;
    }

    /**
     * Why a request failed.
     *
     * @param thrown  what the SDK threw, or something that it caused
     * @param actions what the IAM policy must allow
     * @param remedy  what to do where the bucket does not exist
     */
    public static String reason(Throwable thrown, String actions, String remedy) {
        return of(thrown, actions, remedy).reason();
    }

    private static Failure of(Throwable thrown, String actions, String remedy) {
        SdkClientException client = null;
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof UnprovenException unproven) {
                // A portal answers for all; what else is not proven is so for an object.
                return new Failure(unproven.getMessage(), UnprovenException.NOT_S3.equals(unproven.getMessage()) ? Scope.ALL : Scope.PREFIX,
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
            return new Failure(credentials, Scope.ALL, false);
        }
        if (message.contains("Unable to load region")) {
            return new Failure("no region; set camel.component.aws2-s3.region or AWS_REGION", Scope.ALL, false);
        }
        Failure local = LocalCause.of(thrown);
        if (local != null) {
            return local;
        }
        return client == null ? new Failure(String.valueOf(thrown), Scope.PREFIX, false)
            : new Failure("S3 cannot be reached: " + Refusal.sentence(message), Scope.ALL, false);
    }

    private static Failure of(AwsServiceException e, String actions, String remedy) {
        String service = e.awsErrorDetails() == null ? null : e.awsErrorDetails().serviceName();
        if (service != null && !service.equalsIgnoreCase("S3")) {
            // A role is asked for by the SDK before S3 is.
            return new Failure("the credentials of the configured role cannot be obtained: " + service + " says: "
                + Refusal.sentence(e.awsErrorDetails().errorMessage()), Scope.ALL, false);
        }
        Refusal refusal = new Refusal(e, actions, remedy);
        AnswerCause cause = AnswerCause.of(refusal);
        return new Failure(cause.words(refusal), cause.scope(), cause == AnswerCause.BUSY);
    }
}

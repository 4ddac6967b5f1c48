package dev.caravan.deliver;

import dev.caravan.outbox.FailureScope;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The table of why a server refuses a request: how the answer shows the cause, the message for the user, and what else is affected. The
 * first matching row applies. S3's own sentence is quoted if it may say more.
 */
enum AnswerCause {

    NOT_S3(a -> a.isHtml() && !a.isHead() || a.status() / 100 == 3 && a.code().isEmpty() && a.region().isEmpty(), a -> "the answer (" + a.status()
        + (a.header("Location").isEmpty() ? "" : " to " + Refusal.sentence(a.header("Location")))
        + ") did not come from an S3 server; is there a proxy or a captive portal?"),
    PROXY(a -> a.status() == 407, a -> "a proxy asks for a user and password (407)"),
    REGION(a -> a.isCode("PermanentRedirect", "IllegalLocationConstraintException", "IncorrectEndpoint") || a.status() == 301
        || a.isOtherRegion() && (a.status() == 400 || a.status() / 100 == 3)
        || a.isCode("AuthorizationHeaderMalformed") && (a.says("region") || !a.region().isEmpty()), AnswerCause::region),
    CLOCK(a -> a.isCode("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture") || a.says("request has expired")
        || !a.skew().isZero() && (a.status() == 400 || a.status() == 403), AnswerCause::clock),
    EXPIRED(a -> a.isCode("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"), a -> "the credentials have expired"
        + a.own()),
    CREDENTIALS(a -> a.isCode("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "InvalidClientTokenId",
        "MissingSecurityHeader", "AuthorizationHeaderMalformed"), a -> "the credentials are wrong (" + a.code() + ")" + a.own()),
    NO_BUCKET(a -> a.isCode("NoSuchBucket") || a.status() == 404 && a.isCode("NotFound", "") && a.isHead(),
        a -> "the bucket does not exist; " + a.remedy()),
    BUCKET_NAME(a -> a.isCode("InvalidBucketName"), a -> "S3 does not accept the name of the bucket" + a.own()),
    OTHER_ACCOUNT(a -> a.isCode("AllAccessDisabled", "AccountProblem", "InvalidPayer", "NotSignedUp"),
        a -> "the account or its bucket is disabled (" + a.code() + ")" + a.own()),

    KMS(a -> a.code().startsWith("KMS.") || a.says("kms:", "kms key", "kms.") && !a.says("explicit deny"),
        a -> "the KMS key cannot be used (" + a.code() + "); the IAM policy, and the key's own, need kms:GenerateDataKey and kms:Decrypt"
            + " on it" + a.own(), FailureScope.PREFIX),
    ACL(a -> a.isCode("AccessControlListNotSupported") || a.status() / 100 == 4 && a.says("putobjectacl", "public access", " acl"),
        a -> "the bucket refuses the ACL (" + a.code() + "); remove caravan.deliver.acl, or allow s3:PutObjectAcl" + a.own(),
        FailureScope.PREFIX),
    OBJECT_LOCK(a -> a.says("object lock"), a -> "the bucket has Object Lock and accepts no object without a checksum; do not set"
        + " AWS_REQUEST_CHECKSUM_CALCULATION=when_required" + a.own(), FailureScope.PREFIX),
    EXPLICIT_DENY(a -> a.isCode("AccessDenied") && a.says("explicit deny"), a -> "permission denied by an explicit deny, which no other"
        + " policy can allow; look for it in the policies of bucket, user, role and organisation" + a.own(), FailureScope.PREFIX),
    DENIED(a -> a.isCode("AccessDenied"),
        a -> "permission denied; the IAM policy needs " + a.actions() + " on it" + a.own(), FailureScope.PREFIX),
    DAMAGED(a -> a.isCode("BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch", "InvalidDigest"),
        a -> "the object arrived damaged (S3 compares its SHA-256); check the disk of the outbox, and proxies on the way"
            + " to S3", FailureScope.PREFIX),

    NOT_IMPLEMENTED(a -> a.isCode("NotImplemented") || a.status() == 501, a -> "the store does not implement the request; if it"
        + " does not support If-None-Match, set caravan.conditional-writes = false" + a.own()),
    FULL(a -> a.status() == 507 || a.isCode("XMinioStorageFull", "QuotaExceeded", "InsufficientStorage"),
        a -> "the store is full (" + a.status() + " " + a.code() + ")" + a.own()),
    BUSY(a -> a.status() >= 500 || a.status() == 429 || a.isCode("SlowDown", "RequestTimeout"), a -> "S3 is overloaded or failing ("
        + (a.status() + " " + a.code()).strip() + ")" + a.own()),

    UNSAID_400(a -> a.status() == 400 && a.isHead(), a -> "S3 answered 400 to a HEAD request, which gives no reason: often the"
        + " credentials have expired, or camel.component.aws2-s3.region is wrong"),
    UNSAID_403(a -> a.status() == 403 && a.isHead(), a -> "S3 answered 403 to a HEAD request, which gives no reason: permission denied"
        + " (the IAM policy needs " + a.actions() + " on it), or the credentials are wrong"),
    OTHER(a -> true, a -> "S3 answered " + (a.status() + " " + a.code()).strip() + a.own(), FailureScope.PREFIX);

    private final Predicate<Refusal> fits;
    private final Function<Refusal, String> words;
    private final FailureScope scope;

    AnswerCause(Predicate<Refusal> fits, Function<Refusal, String> words) {
        this(fits, words, FailureScope.ALL);
    }

    AnswerCause(Predicate<Refusal> fits, Function<Refusal, String> words, FailureScope scope) {
        this.fits = fits;
        this.words = words;
        this.scope = scope;
    }

    static AnswerCause of(Refusal refusal) {
        for (AnswerCause cause : values()) {
            if (cause.fits.test(refusal)) {
                return cause;
            }
        }
        return OTHER;
    }

    String words(Refusal refusal) {
        return words.apply(refusal);
    }

    FailureScope scope() {
        return scope;
    }

    private static String region(Refusal a) {
        return a.region().isEmpty() ? "the bucket is in another region; set camel.component.aws2-s3.region" + a.own()
            : "the bucket is in the region " + a.region() + "; set camel.component.aws2-s3.region = " + a.region();
    }

    private static String clock(Refusal a) {
        Duration ahead = a.skew();
        return "this machine's clock is wrong" + (ahead.isZero() ? "" : ", " + ahead.abs().toMinutes() + " minutes "
            + (ahead.isNegative() ? "behind" : "ahead of") + " S3's") + "; set it, for example by NTP" + a.own();
    }
}

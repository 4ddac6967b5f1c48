package dev.caravan.deliver;

import dev.caravan.outbox.FailureScope;
import dev.caravan.state.UnwritableException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.NoHttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * The table of why a request got no answer: the exception that shows the cause, wherever it is in the chain of causes, and the message for
 * the user. The first matching row applies.
 */
enum LocalCause {

    OUTBOX(FileSystemException.class, FailureScope.PREFIX, s -> "the outbox cannot be used: "
        + UnwritableException.words((FileSystemException) s.found)),
    STALLED(StalledException.class, s -> "S3 cannot be reached: " + s.found.getMessage() + " (caravan.deliver.attempt-timeout)"),
    UNKNOWN_HOST(UnknownHostException.class, s -> "S3 cannot be reached: the host " + s.host() + " is not known; check the DNS of this"
        + " machine, camel.component.aws2-s3.region and uri-endpoint-override"),
    CERTIFICATE_DATE(CertificateExpiredException.class, s -> "the certificate of " + s.host() + " has expired, or this machine's clock is"
        + " wrong"),
    CERTIFICATE_EARLY(CertificateNotYetValidException.class, s -> "the certificate of " + s.host() + " is not valid yet, or this machine's"
        + " clock is wrong"),
    CERTIFICATE_UNKNOWN(CertPathBuilderException.class, s -> "Java does not know who has signed the certificate of " + s.host()
        + "; for a private CA set javax.net.ssl.trustStore = FILE (docs/aws.md)"),
    CERTIFICATE_NAME(SSLPeerUnverifiedException.class, s -> "the certificate of " + s.host() + " is for another name; for a bucket with a"
        + " dot in its name set camel.component.aws2-s3.force-path-style = true" + s.says()),
    TLS(SSLException.class, s -> s.text().contains("Unsupported or unrecognized SSL message") ? s.host() + " does not speak https; is"
        + " http:// meant in camel.component.aws2-s3.uri-endpoint-override?" : "no TLS connection to " + s.host() + s.says()),
    CONNECT_TIMEOUT(ConnectTimeoutException.class, s -> "S3 cannot be reached: no connection to " + s.host() + " in time; is there a"
        + " firewall, or a proxy to set?"),
    REFUSED(ConnectException.class, s -> "S3 cannot be reached: " + s.host() + " refuses the connection" + s.says()),
    NO_ROUTE(NoRouteToHostException.class, s -> "S3 cannot be reached: there is no route to " + s.host()),
    NO_ANSWER(NoHttpResponseException.class, s -> "S3 cannot be reached: " + s.host() + " closed the connection without an answer"),
    BROKEN(SocketException.class, s -> "S3 cannot be reached: the connection to " + s.host() + " broke" + s.says()),
    TOO_LONG(ApiCallTimeoutException.class, s -> "S3 cannot be reached: the request took too long in total"),
    INTERRUPTED(AbortedException.class, s -> "the request was aborted because Caravan stops");

    private final Class<? extends Throwable> type;
    private final FailureScope scope;
    private final Function<Seen, String> words;

    LocalCause(Class<? extends Throwable> type, Function<Seen, String> words) {
        this(type, FailureScope.ALL, words);
    }

    LocalCause(Class<? extends Throwable> type, FailureScope scope, Function<Seen, String> words) {
        this.type = type;
        this.scope = scope;
        this.words = words;
    }

    /** The exception that was found, and the request that failed. */
    private record Seen(Throwable found, @Nullable AskedException asked) {

        String host() {
            return asked != null ? asked.host() : found instanceof UnknownHostException ? Refusal.sentence(text().replaceFirst(":.*", ""))
                : "the server";
        }

        String text() {
            return String.valueOf(found.getMessage());
        }

        String says() {
            return found.getMessage() == null ? "" : " (" + Refusal.sentence(text()) + ")";
        }
    }

    /** Returns the failure, or null if no row matches. */
    static @Nullable Failure of(Throwable thrown) {
        AskedException asked = null;
        for (Throwable e = thrown; e != null && asked == null; e = e.getCause()) {
            asked = AskedException.of(e);
        }
        for (LocalCause cause : values()) {
            for (Throwable e = thrown; e != null; e = e.getCause()) {
                if (cause.type.isInstance(e)) {
                    return new Failure(cause.words.apply(new Seen(e, asked)), cause.scope, cause == NO_ANSWER || cause == BROKEN);
                }
            }
        }
        return null;
    }
}

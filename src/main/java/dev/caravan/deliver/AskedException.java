package dev.caravan.deliver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Describes the request that failed. It is added to the SDK's exception as a suppressed one, for the message. */
final class AskedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final Pattern SCOPE = Pattern.compile("Credential=[^,]*/[0-9]{8}/([^/,]+)/s3/aws4_request");

    private final String method;
    private final String host;
    private final String region;

    private AskedException(SdkHttpRequest request) {
        super("", null, false, false);
        method = request.method().name();
        host = request.host() + (request.port() == 443 || request.port() == 80 ? "" : ":" + request.port());
        Matcher scope = SCOPE.matcher(request.firstMatchingHeader("Authorization").orElse(""));
        region = scope.find() ? scope.group(1) : "";
    }

    /** Adds the description to each failure. */
    static final class Interceptor implements ExecutionInterceptor {
        @Override
        public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
            // Not in modifyException: one of S3's own interceptors replaces some exceptions there.
            context.httpRequest().ifPresent(request -> context.exception().addSuppressed(new AskedException(request)));
        }
    }

    /** Returns the description of the request that failed, or null. */
    static @Nullable AskedException of(Throwable e) {
        for (Throwable one : e.getSuppressed()) {
            if (one instanceof AskedException asked) {
                return asked;
            }
        }
        return null;
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Returns the name or address of the host, with the port unless it is the usual one. */
    String host() {
        return host;
    }

    /** Returns the region for which the request was signed; empty if it was not signed. */
    String region() {
        return region;
    }
}

package dev.caravan.deliver;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The SDK's HTTP client, but requests without progress are aborted ({@link Transfer}). Thread-safe. */
final class WatchedHttpClient implements SdkHttpClient {

    private static final long LONGEST_CONNECT_SECONDS = 10;

    private final SdkHttpClient client;
    private final RequestRules rules;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "s3-watch");
        thread.setDaemon(true);
        return thread;
    });

    private WatchedHttpClient(SdkHttpClient client, RequestRules rules) {
        this.client = client;
        this.rules = rules;
        clock.setRemoveOnCancelPolicy(true);
        // The thread ends while nothing is delivered.
        clock.setKeepAliveTime(5, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    /** Wraps another client's builder for the SDK, which adds some options. */
    static final class Builder implements SdkHttpClient.Builder<Builder> {

        private final ApacheHttpClient.Builder http;
        private final AttributeMap options;
        private final RequestRules rules;

        /**
         * Creates a builder.
         *
         * @param http    builder of the wrapped client; its time limits are set here
         * @param options override the SDK's
         */
        Builder(ApacheHttpClient.Builder http, AttributeMap options, RequestRules rules) {
            this.http = http;
            this.options = options;
            this.rules = rules;
        }

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            Duration silence = rules.silence();
            Duration longest = Duration.ofSeconds(LONGEST_CONNECT_SECONDS);
            // The SDK's 2 s are too short for a lossy line. Once connected, Transfer decides; 0 means no limit.
            http.connectionTimeout(silence.compareTo(longest) < 0 ? silence : longest).socketTimeout(Duration.ZERO);
            return new WatchedHttpClient(http.buildWithDefaults(options.merge(defaults)), rules);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        long length = request.httpRequest().firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
        Transfer transfer = new Transfer(clock, rules.silence(), length, rules.alive());
        HttpExecuteRequest.Builder watched = HttpExecuteRequest.builder().request(request.httpRequest())
            .metricCollector(request.metricCollector().orElse(null));
        request.contentStreamProvider().ifPresent(content -> watched.contentStreamProvider(transfer.sending(content)));
        ExecutableHttpRequest inner = client.prepareRequest(watched.build());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return WatchedHttpClient.call(inner, transfer);
            }

            @Override
            public void abort() {
                inner.abort();
            }
        };
    }

    private static HttpExecuteResponse call(ExecutableHttpRequest request, Transfer transfer) throws IOException {
        transfer.begin(request);
        boolean answered = false;
        try {
            HttpExecuteResponse response = request.call();
            transfer.answered(response.httpResponse().firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L));
            if (response.responseBody().isEmpty()) {
                return response;
            }
            AbortableInputStream body = response.responseBody().get();
            answered = true;
            return HttpExecuteResponse.builder().response(response.httpResponse())
                .responseBody(AbortableInputStream.create(transfer.receiving(body), () -> {
                    transfer.end();
                    body.abort();
                })).build();
        } catch (IOException e) {
            throw transfer.explained(e);
        } finally {
            if (!answered) {
                transfer.end();
            }
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.close();
    }
}

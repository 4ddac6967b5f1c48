package dev.caravan.deliver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Keeps the server's answer to each PUT under way: Camel's producer passes on only the ETag. Thread-safe. */
final class Answers implements ExecutionInterceptor {

    private static final int KEPT_BYTES = 4096;

    private final Map<String, Optional<Answer>> byKey = new ConcurrentHashMap<>();

    /** Announces a PUT for this key, and forgets its former answer. */
    void expect(String key) {
        byKey.put(key, Optional.empty());
    }

    /** Stops keeping answers for this key. */
    void forget(String key) {
        byKey.remove(key);
    }

    /** Returns the last answer to a PUT for this key, or null. */
    @Nullable
    Answer of(String key) {
        return byKey.getOrDefault(key, Optional.empty()).orElse(null);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        if (!(context.request() instanceof PutObjectRequest put) || !byKey.containsKey(put.key())) {
            return context.responseBody();
        }
        byte[] begin = new byte[0];
        InputStream rest = context.responseBody().orElse(null);
        if (rest != null) {
            try {
                begin = rest.readNBytes(KEPT_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Answer answer = Answer.of(context.httpResponse(), new String(begin, StandardCharsets.ISO_8859_1), put);
        byKey.replace(put.key(), Optional.of(answer));
        return rest == null ? Optional.empty() : Optional.of(new SequenceInputStream(new ByteArrayInputStream(begin), rest));
    }
}

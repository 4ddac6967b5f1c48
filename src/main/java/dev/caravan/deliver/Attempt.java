package dev.caravan.deliver;

import dev.caravan.state.SecondKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.camel.support.LanguageSupport;
import org.jspecify.annotations.Nullable;

/** One attempt to deliver one file of the outbox. Used only by the thread that delivers it. */
final class Attempt {

    /** Exchange property that holds the attempt. */
    static final String PROPERTY = "CaravanAttempt";

    /** Exchange property that holds the key. */
    static final String KEY_PROPERTY = "CaravanKey";

    private final Path file;
    private final String key;
    private final long begun = System.nanoTime();
    private @Nullable String sha256;
    private @Nullable String md5;
    private boolean refused;
    private boolean ended;
    private boolean stored;

    /** @param key key of the object that the file becomes */
    Attempt(Path file, String key) {
        this.file = file;
        this.key = key;
    }

    Path file() {
        return file;
    }

    /** Returns how long the attempt has taken so far, in nanoseconds. */
    long nanos() {
        return System.nanoTime() - begun;
    }

    String key() {
        return key;
    }

    /**
     * Returns the key for Camel's {@code aws2-s3}. Before 4.18.5, Camel evaluates a key that looks like an expression of Simple
     * (CVE-2026-95664). For such a key, this method returns an expression whose value is the key, because values are not evaluated again.
     */
    String keyHeader() {
        return LanguageSupport.hasSimpleFunction(key) ? "${exchangeProperty." + KEY_PROPERTY + "}" : key;
    }

    /** Returns the content type for the key's extension. No Content-Encoding is set anywhere: readers would unpack twice, or not at all. */
    String contentType() {
        if (key.endsWith(".gz")) {
            return "application/gzip";
        }
        if (key.endsWith(".zst")) {
            return "application/zstd";
        }
        return key.matches(".*\\.(json|jsonl|ndjson)") ? "application/x-ndjson" : "text/plain; charset=utf-8";
    }

    long size() throws IOException {
        return Files.size(file);
    }

    /** Returns the SHA-256 of the file, in lower-case hex. */
    String sha256() throws IOException {
        if (sha256 == null) {
            sha256 = Checksum.sha256(file);
        }
        return sha256;
    }

    /** Returns the SHA-256 of the file in base64, as S3 writes it. */
    String sha256Base64() throws IOException {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256()));
    }

    /** Returns the MD5 of the file, in lower-case hex. The first call reads the file for it. */
    String md5() throws IOException {
        if (md5 == null) {
            md5 = Checksum.md5(file);
        }
        return md5;
    }

    /** Reports whether an ETag is the file's MD5, and so proves that whoever gives it has the file's bytes. */
    boolean isMd5(@Nullable String etag) throws IOException {
        return ETag.couldBeMd5(etag) && md5().equalsIgnoreCase(ETag.value(etag));
    }

    /** Notes that S3 reported an object under the key. */
    void refused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** Notes that the outcome is known and recorded. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** Notes the proof that the bucket has the file's bytes. */
    void stored() {
        stored = true;
    }

    boolean isStored() {
        return stored;
    }

    /** Reports whether the file has a second key, because the key of its batch was taken. */
    boolean isSecondKey() {
        return SecondKey.has(file);
    }

    /** Returns a path for the file with a name that no other file has, derived from the batch's. */
    Path secondKey() {
        return SecondKey.of(file);
    }
}

package dev.caravan.deliver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.support.LanguageSupport;
import org.jspecify.annotations.Nullable;

/** One try to deliver one file of the outbox. Used by the thread that makes it. */
final class Attempt {

    /** Name of the exchange's property that holds it. */
    static final String PROPERTY = "CaravanAttempt";

    /** Name of the exchange's property that has the key. */
    static final String KEY_PROPERTY = "CaravanKey";

    /** The original name, what a second key adds to it, and the extension, compression included. */
    private static final Pattern NAME = Pattern.compile("(.*?)(-again[0-9a-z]{12,13})?((?:\\.[A-Za-z0-9]+)?(?:\\.(?:gz|zst))?)",
        Pattern.DOTALL);
    private static final int LONGEST_NAME = 255;

    private final Path file;
    private final String key;
    private final long begun = System.nanoTime();
    private @Nullable String sha256;
    private @Nullable String md5;
    private boolean refused;
    private boolean ended;
    private boolean stored;

    /** @param key of the object that is to be made of the file */
    Attempt(Path file, String key) {
        this.file = file;
        this.key = key;
    }

    Path file() {
        return file;
    }

    /** How long it has taken so far, in nanoseconds. */
    long nanos() {
        return System.nanoTime() - begun;
    }

    String key() {
        return key;
    }

    /**
     * The key for Camel's {@code aws2-s3}, which before 4.18.5 evaluates one that looks like an expression of Simple (CVE-2026-95664).
     * Such a key is given as an expression of which it is the value: that is not evaluated again.
     */
    String keyHeader() {
        return LanguageSupport.hasSimpleFunction(key) ? "${exchangeProperty." + KEY_PROPERTY + "}" : key;
    }

    /** What the key's extension means. No Content-Encoding is set anywhere: readers would unpack twice, or not at all. */
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

    /** SHA-256 of the file, in lower-case hex. */
    String sha256() throws IOException {
        if (sha256 == null) {
            sha256 = Checksum.sha256(file);
        }
        return sha256;
    }

    /** SHA-256 of the file as S3 writes it: in base64. */
    String sha256Base64() throws IOException {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256()));
    }

    /** MD5 of the file, in lower-case hex; read for it only where it is asked for. */
    String md5() throws IOException {
        if (md5 == null) {
            md5 = Checksum.md5(file);
        }
        return md5;
    }

    /** Whether an ETag is the file's MD5, and so the proof that whoever gives it has the file's bytes. */
    boolean isMd5(@Nullable String etag) throws IOException {
        return ETag.couldBeMd5(etag) && md5().equalsIgnoreCase(ETag.value(etag));
    }

    /** S3 has said that there is an object under the key. */
    void refused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** What became of the file is known, and noted. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** It is proven that the bucket has the file's bytes. */
    void stored() {
        stored = true;
    }

    boolean isStored() {
        return stored;
    }

    /** Whether the file has got another key than its batch had, since that one was taken. */
    boolean isSecondKey() {
        return matcher().group(2) != null;
    }

    /** The file under another name that no other file has, made of the batch's own. */
    Path secondKey() {
        Matcher name = matcher();
        String added = String.format("-again%12s", Long.toString(System.nanoTime() & Long.MAX_VALUE, 36)).replace(' ', '0');
        String own = name.group(1);
        int room = LONGEST_NAME - added.length() - name.group(3).length();
        return file.resolveSibling(own.substring(0, Math.min(own.length(), room)) + added + name.group(3));
    }

    private Matcher matcher() {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalStateException("every name matches: " + file);
        }
        return name;
    }
}

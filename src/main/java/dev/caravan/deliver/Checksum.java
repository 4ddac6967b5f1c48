package dev.caravan.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes checksums of sealed files. */
final class Checksum {

    private Checksum() {
    }

    /** Returns the SHA-256 of a file, in lower-case hex. */
    static String sha256(Path file) throws IOException {
        return of(file, "SHA-256");
    }

    /** Returns the MD5 of a file, in lower-case hex. Most S3 servers use it as the ETag of an object. */
    static String md5(Path file) throws IOException {
        return of(file, "MD5");
    }

    private static String of(Path file, String algorithm) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}

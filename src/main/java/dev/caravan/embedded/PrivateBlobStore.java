package dev.caravan.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** S3Proxy's store of files, with objects that only their owner can read, like all else in the state directory. */
final class PrivateBlobStore extends ForwardingBlobStore {

    private final Path root;

    PrivateBlobStore(Path root) {
        super(new FilesystemNio2BlobStore(root.toString()));
        this.root = root;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        PutObjectResponse response = super.putBlob(request, payload);
        Path file = root.resolve(request.bucket()).resolve(request.key());
        try {
            if (Files.isRegularFile(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the object " + file + " cannot be made private", e);
        }
        return response;
    }
}

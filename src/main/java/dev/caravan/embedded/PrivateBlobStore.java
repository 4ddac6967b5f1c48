package dev.caravan.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** S3Proxy's file store. Only the owner can read its objects, like everything in the state directory, and a {@link Quota} limits them. */
final class PrivateBlobStore extends ForwardingBlobStore {

    private final Path root;
    private final Quota quota;

    /** @param maxBytes limit of all objects, in bytes */
    PrivateBlobStore(Path root, long maxBytes) {
        super(new FilesystemNio2BlobStore(root.toString()));
        this.root = root;
        this.quota = new Quota(root, maxBytes, this::delete);
    }

    /** Deletes an object, and the folders that it leaves empty. */
    private void delete(Path file) {
        Path object = root.relativize(file);
        if (object.getNameCount() > 1) {
            removeBlob(DeleteObjectRequest.builder().bucket(object.getName(0).toString())
                .key(object.subpath(1, object.getNameCount()).toString()).build());
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the object " + file + " cannot be deleted", e);
        }
    }

    private void came(String bucket, String key) {
        Path file = root.resolve(bucket).resolve(key);
        try {
            quota.came(file, Files.isRegularFile(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the object " + file + " cannot be read", e);
        }
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        came(request.destinationBucket(), request.destinationKey());
        return response;
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream payload) {
        UploadPartResponse response = super.uploadMultipartPart(upload, request, payload);
        quota.came(root, request.contentLength() == null ? 0 : request.contentLength());
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(MultipartUpload upload,
        CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        came(request.bucket(), request.key());
        return response;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        PutObjectResponse response = super.putBlob(request, payload);
        Path file = root.resolve(request.bucket()).resolve(request.key());
        try {
            if (Files.isRegularFile(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                for (Path folder = file.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the object " + file + " cannot be made private", e);
        }
        came(request.bucket(), request.key());
        return response;
    }
}

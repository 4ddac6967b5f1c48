package dev.caravan.deliver;

import dev.caravan.logging.Secrets;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * The SDK's own signature, version 4, with two differences. It never sends content in chunks ({@code aws-chunked}): stores that do not
 * support chunks keep their frames as part of the object. And it does not hash the content a second time: if a request carries its SHA-256
 * as a header ({@link ChecksumHeader}), the signature covers that header, and with it the content. The SDK signs this way over https
 * ({@code UNSIGNED-PAYLOAD}). A request without that header, over plain http, is signed with the hash of the whole content. Thread-safe.
 */
final class ChecksumSigning implements AwsV4AuthScheme, AwsV4HttpSigner {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    @Override
    public String schemeId() {
        return SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        AwsCredentialsIdentity identity = request.identity();
        Secrets.add(identity.accessKeyId());
        Secrets.add(identity.secretAccessKey());
        if (identity instanceof AwsSessionCredentialsIdentity session) {
            Secrets.add(session.sessionToken());
        }
        if (request.payload().isEmpty()) {
            return signer.sign(request);
        }
        return request.request().firstMatchingHeader("x-amz-checksum-sha256").isPresent()
            ? withoutContent(request) : inOnePiece(request);
    }

    private <T extends AwsCredentialsIdentity> SignedRequest inOnePiece(SignRequest<T> request) {
        return signer.sign(request.toBuilder().putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false).build());
    }

    private <T extends AwsCredentialsIdentity> SignedRequest withoutContent(SignRequest<T> request) {
        SignedRequest signed = signer.sign(request.toBuilder().payload(null)
            .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
            .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false).build());
        return signed.toBuilder().payload(request.payload().get()).build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return signer.signAsync(request);
    }
}

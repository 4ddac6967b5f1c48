package dev.caravan.deliver;

import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Sends the SHA-256 of an object, which its metadata contains, as {@code x-amz-checksum-sha256} too. S3 compares it with the received bytes
 * and refuses others. Otherwise the SDK would read the file for its own CRC32 and send that after the content in chunks
 * ({@code aws-chunked}), which not every store supports.
 *
 * <p>Does nothing if the SDK is set to send only required checksums, for stores that do not support them:
 * {@code AWS_REQUEST_CHECKSUM_CALCULATION=when_required}, the system property {@code aws.requestChecksumCalculation}, or
 * {@code request_checksum_calculation} in the profile in use.
 */
final class ChecksumHeader implements ExecutionInterceptor {

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        // The SDK has evaluated environment, system property and profile, so this class agrees with it.
        boolean wanted = attributes.getAttribute(
            SdkInternalExecutionAttribute.REQUEST_CHECKSUM_CALCULATION) != RequestChecksumCalculation.WHEN_REQUIRED;
        if (wanted && context.request() instanceof PutObjectRequest put && put.metadata().containsKey(Delivery.CHECKSUM)) {
            byte[] sum = HexFormat.of().parseHex(put.metadata().get(Delivery.CHECKSUM));
            return put.toBuilder().checksumSHA256(Base64.getEncoder().encodeToString(sum)).build();
        }
        return context.request();
    }
}

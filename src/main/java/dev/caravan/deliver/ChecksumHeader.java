package dev.caravan.deliver;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Sends the SHA-256 of an object, which is in its metadata, as {@code x-amz-checksum-sha256} too: S3 compares it with what it
 * has received, and refuses what differs. The SDK would else read the file for a CRC32 of its own, and send it behind the content
 * in chunks ({@code aws-chunked}), which not every store knows.
 *
 * <p>Not where the SDK was told to send no checksums that are not required
 * ({@code AWS_REQUEST_CHECKSUM_CALCULATION=when_required}), for stores that do not know them.
 */
final class ChecksumHeader implements ExecutionInterceptor {

    private final boolean wanted = !SdkSystemSetting.AWS_REQUEST_CHECKSUM_CALCULATION.getStringValue().orElse("")
        .toLowerCase(Locale.ROOT).equals("when_required");

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (wanted && context.request() instanceof PutObjectRequest put && put.metadata().containsKey(Delivery.CHECKSUM)) {
            byte[] sum = HexFormat.of().parseHex(put.metadata().get(Delivery.CHECKSUM));
            return put.toBuilder().checksumSHA256(Base64.getEncoder().encodeToString(sum)).build();
        }
        return context.request();
    }
}

package dev.caravan.deliver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Warns once if requests leave this machine without encryption, wherever the endpoint was set. Thread-safe. */
final class PlainHttp implements ExecutionInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final AtomicBoolean looked = new AtomicBoolean();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (!looked.getAndSet(true)) {
            SdkHttpRequest request = context.httpRequest();
            if (leavesUnencrypted(request.protocol(), request.host())) {
                LOG.warn("objects go to http://{}:{} without encryption: whoever can listen on the way can read them and forge"
                    + " answers. Set an endpoint with https://", request.host(), request.port());
            }
        }
    }

    static boolean leavesUnencrypted(String protocol, String host) {
        try {
            return protocol.equalsIgnoreCase("http") && !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}

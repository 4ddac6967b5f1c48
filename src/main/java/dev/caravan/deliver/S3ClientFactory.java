package dev.caravan.deliver;

import dev.caravan.state.Units;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.main.Main;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the S3 client from the settings of Camel's component, as the component itself does, and adds what it has no
 * settings for: time limits, so that a server that never answers cannot stop delivery for good.
 */
public final class S3ClientFactory {

    private S3ClientFactory() {
    }

    /**
     * A client that is made when it is used first: loading the SDK takes longer than all else at start, and collecting
     * need not wait for it.
     *
     * @param attempt how long one request may take; a call with its retries may take twice that
     */
    public static S3Client lazy(AWS2S3Configuration configuration, Duration attempt) {
        return (S3Client) Proxy.newProxyInstance(S3ClientFactory.class.getClassLoader(), new Class<?>[] {S3Client.class},
            new Lazy(configuration, attempt));
    }

    /** A client with the component's settings. */
    public static S3Client create(AWS2S3Configuration configuration, Duration attempt) {
        return AwsClientBuilderUtil.buildClient(configuration, S3Client::builder, builder -> {
            builder.overrideConfiguration(o -> o.apiCallAttemptTimeout(attempt)
                .apiCallTimeout(attempt.multipliedBy(2)));
            if (configuration.isForcePathStyle()) {
                builder.forcePathStyle(true);
            }
        });
    }

    /**
     * A client with the settings that delivery would have here: {@code camel.component.aws2-s3.*} and
     * {@code caravan.deliver.attempt-timeout} of {@code application.properties}, system properties and the environment.
     * Nothing of Caravan is started.
     *
     * @param more settings that take the place of those; may be empty
     */
    public static S3Client ofSettings(Map<String, String> more) {
        Main main = new Main();
        main.setPropertyPlaceholderLocations(
            "file:application.properties;optional=true,classpath:application.properties");
        main.configure().withRoutesIncludePattern("false");
        more.forEach(main::addOverrideProperty);
        main.init();
        try {
            CamelContext context = main.getCamelContext();
            String setting = "caravan.deliver.attempt-timeout";
            return create(context.getComponent("aws2-s3", AWS2S3Component.class).getConfiguration(), Duration.ofMillis(
                Units.millis(setting, context.resolvePropertyPlaceholders("{{" + setting + ":60s}}"))));
        } finally {
            main.stop();
        }
    }

    private static final class Lazy implements InvocationHandler {

        private final AWS2S3Configuration configuration;
        private final Duration attempt;
        private final ReentrantLock lock = new ReentrantLock();
        private S3Client client;

        Lazy(AWS2S3Configuration configuration, Duration attempt) {
            this.attempt = attempt;
            this.configuration = configuration;
        }

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] args) throws Throwable {
            switch (method.getName()) {
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "equals":
                    return proxy == args[0];
                case "toString":
                    return "S3 client";
                default:
            }
            if (method.getName().equals("close") && client == null) {
                return null;
            }
            try {
                return method.invoke(client(), args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private S3Client client() {
            lock.lock();
            try {
                if (client == null) {
                    client = create(configuration, attempt);
                }
                return client;
            } finally {
                lock.unlock();
            }
        }
    }
}

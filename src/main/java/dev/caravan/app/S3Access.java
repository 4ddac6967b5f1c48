package dev.caravan.app;

import dev.caravan.deliver.ComponentCheck;
import dev.caravan.deliver.Delivery;
import dev.caravan.deliver.RequestRules;
import dev.caravan.deliver.S3ClientFactory;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;

/** Access to Camel's S3 component: checks its settings at the start, and creates its client at the first delivery. */
final class S3Access {

    private S3Access() {
    }

    /** Refuses wrong settings of the component. Skips the check if nothing has configured it: creating the component would load the SDK. */
    static void check(CamelContext context, Target target) {
        if (target.embedded() == null && context.hasComponent("aws2-s3") instanceof AWS2S3Component component) {
            refuse(ComponentCheck.problems(component.getConfiguration(), target.bucket()));
        }
    }

    /**
     * Returns the component's settings with a client. Called at the first delivery, because loading the SDK takes as long as the rest of the start.
     *
     * @param builtIn true to ignore the environment
     */
    static AWS2S3Configuration settings(CamelContext context, Target target, boolean builtIn, RequestRules requests, Delivery delivery) {
        AWS2S3Component component = context.getComponent("aws2-s3", AWS2S3Component.class);
        if (component.getConfiguration().getAmazonS3Client() == null) {
            if (target.embedded() != null) {
                component.setConfiguration(target.ofEmbedded());
            }
            AWS2S3Configuration s3 = component.getConfiguration();
            s3.setAmazonS3Client(builtIn || target.embedded() != null
                ? S3ClientFactory.createAlone(s3, requests, delivery.answers())
                : S3ClientFactory.create(s3, requests, delivery.answers()));
        }
        return component.getConfiguration();
    }

    /** Ends the start with exit value 2 if there are problems. */
    static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new NotStartedException(String.join("\n", problems), null, NotStartedException.WRONG_SETTINGS);
        }
    }
}

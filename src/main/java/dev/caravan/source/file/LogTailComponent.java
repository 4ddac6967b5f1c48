package dev.caravan.source.file;

import java.io.File;
import java.util.Map;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileEndpointConfigurer;
import org.apache.camel.component.file.GenericFileConfiguration;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.PropertyConfigurer;

/**
 * Camel's {@code file:} for followed logs: {@code log-tail:source?tail=#bean:name}, with the other options of {@code file:}. The bean, a
 * {@link LogTail}, decides which files there are. So the endpoint's URI contains no directory, whose name may be anything.
 */
public final class LogTailComponent extends FileComponent {

    /** Name of the component in URIs. */
    public static final String SCHEME = "log-tail";

    @Override
    protected GenericFileEndpoint<File> buildFileEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        LogTail tail = resolveAndRemoveReferenceParameter(parameters, "tail", LogTail.class);
        if (tail == null) {
            throw new IllegalArgumentException(SCHEME + ": has no parameter tail; use kamelet:log-tail-source");
        }
        LogTailEndpoint endpoint = new LogTailEndpoint(uri, this, tail);
        endpoint.setConfiguration(new GenericFileConfiguration());
        endpoint.setFile(new File(tail.getDirectory()));
        return endpoint;
    }

    /** Returns the configurer of {@code file:}. Camel looks for one by the component's name, and otherwise uses reflection. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new FileEndpointConfigurer();
    }
}

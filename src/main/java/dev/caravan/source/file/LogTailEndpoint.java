package dev.caravan.source.file;

import java.io.File;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;

/** The endpoint of the logs of one source. */
final class LogTailEndpoint extends FileEndpoint {

    private final LogTail tail;

    LogTailEndpoint(String uri, LogTailComponent component, LogTail tail) {
        super(uri, component);
        this.tail = tail;
    }

    @Override
    public String getScheme() {
        return LogTailComponent.SCHEME;
    }

    @Override
    protected FileConsumer newFileConsumer(Processor processor, GenericFileOperations<File> operations) {
        return new LogTailConsumer(this, processor, operations,
            processStrategy != null ? processStrategy : createGenericFileStrategy(), tail);
    }
}

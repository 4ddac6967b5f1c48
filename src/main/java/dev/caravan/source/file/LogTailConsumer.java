package dev.caravan.source.file;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;

/**
 * Polls as Camel's consumer does, except for the listing: Camel's lists the whole directory in each poll, into an array of decoded names.
 */
final class LogTailConsumer extends FileConsumer {

    private final LogTail tail;

    LogTailConsumer(LogTailEndpoint endpoint, Processor processor, GenericFileOperations<File> operations,
        GenericFileProcessStrategy<File> strategy, LogTail tail) {
        super(endpoint, processor, operations, strategy);
        this.tail = tail;
    }

    @Override
    protected boolean pollDirectory(Exchange dynamic, String directory, List<GenericFile<File>> files, int depth) {
        for (Path path : tail.filesWithWork()) {
            files.add(new LogFile(path, tail.relative(path)));
        }
        return true;
    }

    /** The body of a file's exchange. Its headers are those of {@code file:}. */
    static final class LogFile extends GenericFile<File> {

        private final Path path;

        LogFile(Path path, String relative) {
            this.path = path;
            File file = new File(PathText.of(path));
            setFile(file);
            setBody(file);
            setFileNameOnly(file.getName());
            setRelativeFilePath(relative);
            setFileName(relative);
            setAbsolute(true);
            setAbsoluteFilePath(file.getPath());
        }

        Path path() {
            return path;
        }
    }
}

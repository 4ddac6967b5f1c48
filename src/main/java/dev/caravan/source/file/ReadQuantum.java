package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one exchange, a limited number per file, so that a long file does not delay the others.
 *
 * <p>Camel's splitter calls {@link #hasNext()} before it has passed on the previous block, so this method answers without reading: the last
 * {@link #next()} may return null, which the splitter treats as the end.
 */
final class ReadQuantum implements Iterator<Block> {

    private static final int BLOCKS = 32;

    private final SourceTailer tailer;
    /** Paths at which a file was truncated or replaced in this turn. */
    private final Set<Path> replaced = new HashSet<>();
    private final String source;
    private final Deque<TrackedFile> files;
    private int left = BLOCKS;
    private @Nullable Block handedOn;

    ReadQuantum(SourceTailer tailer, String source, List<TrackedFile> files) {
        this.tailer = tailer;
        this.source = source;
        this.files = new ArrayDeque<>(files);
    }

    @Override
    public boolean hasNext() {
        if (handedOn != null && tailer.isTroubled() && !files.isEmpty() && files.peek().isBehind()) {
            // A failure, already reported: the splitter asks on only to release the rest. Or the first try after a failure, which ends the
            // turn too. The next poll examines the rest again.
            files.forEach(TrackedFile::unseen);
            files.clear();
        }
        return !files.isEmpty();
    }

    @Override
    public @Nullable Block next() {
        if (files.isEmpty()) {
            throw new NoSuchElementException();
        }
        if (handedOn != null && files.peek().isBehind()) {
            String file = handedOn.origin().file();
            files.clear();
            throw new IllegalStateException("lines of " + file + " were not stored: the route of " + source
                + " must pass every block to kamelet:s3-batch-sink; they are read again");
        }
        handedOn = null;
        while (handedOn == null && !files.isEmpty()) {
            TrackedFile file = files.peek();
            file.inTurn();
            if (left == 0) {
                file.progress(ReadProgress.MORE);
                // Files rotated later from the same path wait for this one. Lines that are written to the log now do not: a rotated file
                // may be large, or unpack to a large one.
                Path log = file.log();
                files.removeIf(other -> other == file || other.log().equals(log) && !tailer.isLive(other));
                left = BLOCKS;
                continue;
            }
            handedOn = read(file);
            if (handedOn == null) {
                files.poll();
                left = BLOCKS;
            }
        }
        left--;
        return handedOn;
    }

    private @Nullable Block read(TrackedFile file) {
        try {
            return tailer.read(file);
        } catch (BlockReader.Replaced e) {
            if (replaced.add(file.path())) {
                files.addAll(tailer.truncated(file));
            } else {
                // The second time in one turn, the next poll goes on: somebody may write the file anew all the time.
                file.unseen();
            }
        } catch (UnreadableTextException | OversizedException e) {
            tailer.unfit(file, e);
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            // Whatever is wrong with one file, the others are read.
            tailer.failed(file, e);
        }
        return null;
    }
}

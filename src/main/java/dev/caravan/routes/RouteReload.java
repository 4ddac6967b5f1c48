package dev.caravan.routes;

import dev.caravan.pipeline.OutOfMemory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.ResourceReloadStrategySupport;
import org.apache.camel.util.AntPathMatcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watcher of the folder of route files. Replaces Camel's {@code RouteWatcherReloadStrategy}, and uses its settings
 * ({@code camel.main.routes-reload-…}). Polls the folder instead of waiting for events, which get lost if the folder is replaced or is on a
 * network file system, and which come while an editor is still writing. Loads a change when two polls in a row find the folder the same.
 */
@ManagedResource(description = "Reload of the route files")
public final class RouteReload extends ResourceReloadStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");
    private static final long LOOK_MILLIS = 1000;
    private static final long SETTLE_MILLIS = 500;
    private static final long STOP_SECONDS = 2;

    private final RouteFiles files;
    private final Path folder;
    private final String pattern;
    private final boolean all;
    private Map<Path, Version> applied = Map.of();
    private Map<Path, Version> last = Map.of();
    private @Nullable Version listed;
    private List<Path> names = List.of();
    private @Nullable String problem;
    private @Nullable ScheduledExecutorService executor;

    /** Attributes by which a change of a file or of the folder is recognised. */
    private record Version(FileTime time, long size, Object key, boolean readable) {
    }

    /**
     * Creates a watcher, which Camel starts.
     *
     * @param files   the files to reload
     * @param folder  folder of the files
     * @param pattern Ant patterns of the names to watch, separated by commas
     * @param all     true to reload all files after a change of one
     */
    public RouteReload(RouteFiles files, Path folder, String pattern, boolean all) {
        this.files = files;
        this.folder = folder;
        this.pattern = pattern;
        this.all = all;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // RouteFiles finds changes since the first load by comparing texts.
        applied = Map.of();
        last = Map.of();
        executor = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RouteReload");
        again(executor, SETTLE_MILLIS);
    }

    @Override
    protected void doStop() throws Exception {
        if (executor != null) {
            // Interrupts a running reload where it waits. The next start loads the files anyway.
            getCamelContext().getExecutorServiceManager().shutdownNow(executor);
            executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            executor = null;
        }
        super.doStop();
    }

    private void run(ScheduledExecutorService on) {
        boolean settled = false;
        try {
            Map<Path, Version> now = look();
            settled = now.equals(last);
            last = now;
            if (settled && (!now.equals(applied) || files.isUnfinished())) {
                reload(all);
                applied = now;
            }
            problem = null;
        } catch (IOException | RuntimeException e) {
            setLastError(e);
            incFailedCounter();
            String text = folder + " cannot be read: " + e + ". The running routes stay unchanged.";
            if (!text.equals(problem)) {
                problem = text;
                LOG.warn(text);
            }
        } catch (Error e) {
            OutOfMemory.endIf("routes", e);
            // The executor would swallow the error.
            LOG.error("the route files could not be checked: {}. Caravan tries again.", e.toString());
            LOG.debug("route files", e);
        } finally {
            again(on, settled ? LOOK_MILLIS : SETTLE_MILLIS);
        }
    }

    private void again(ScheduledExecutorService on, long millis) {
        try {
            Future<?> unused = on.schedule(() -> run(on), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The executor is shut down at a stop.
            LOG.debug("the route files are no longer watched");
        }
    }

    private void reload(boolean everything) throws IOException {
        if (files.reload(everything, this::matches) == 0) {
            setLastError(null);
            incSucceededCounter();
        } else {
            setLastError(new IllegalStateException("a route file has a mistake; the health check caravan:routes says which"));
            incFailedCounter();
        }
    }

    /** Returns the files in the folder, with the attributes that change when a file is edited or replaced. */
    private Map<Path, Version> look() throws IOException {
        Map<Path, Version> found = new HashMap<>();
        for (Path file : names()) {
            try {
                BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
                if (a.isRegularFile()) {
                    found.put(file, new Version(a.lastModifiedTime(), a.size(), a.fileKey(), Files.isReadable(file)));
                }
            } catch (NoSuchFileException e) {
                // The file was deleted since the listing, or is a dangling link.
            }
        }
        return found;
    }

    private List<Path> names() throws IOException {
        BasicFileAttributes a = Files.readAttributes(folder, BasicFileAttributes.class);
        Version now = new Version(a.lastModifiedTime(), 0, a.fileKey(), true);
        // A second change within one tick of the clock leaves the folder's modification time as it is.
        boolean recent = System.currentTimeMillis() - now.time().toMillis() < 2000;
        if (recent || !now.equals(listed)) {
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> list = Files.newDirectoryStream(folder)) {
                for (Path file : list) {
                    if (matches(file.getFileName())) {
                        found.add(file);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            names = found;
            listed = now;
        }
        return names;
    }

    private boolean matches(Path name) {
        for (String part : pattern.split(",", -1)) {
            if (AntPathMatcher.INSTANCE.match(part.trim(), name.toString(), false)) {
                return true;
            }
        }
        return false;
    }

    @ManagedAttribute(description = "Folder of the route files")
    public String getFolder() {
        return folder.toString();
    }

    @ManagedOperation(description = "Reload all files now, including unchanged ones")
    public void onReload() {
        onReload("JMX");
    }

    /** Reloads all files now, including unchanged ones. */
    @Override
    public void onReload(Object source) {
        try {
            reload(true);
        } catch (IOException e) {
            setLastError(e);
            incFailedCounter();
        }
    }
}

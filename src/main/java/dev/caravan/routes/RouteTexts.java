package dev.caravan.routes;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the route files that there are now. Used by one thread at a time. */
final class RouteTexts {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final RouteFolder folder;
    private final Map<String, RouteFile> files;
    private final BiConsumer<RouteFile, IOException> unreadable;
    private final Map<String, RouteResource> leftOut = new TreeMap<>();
    private boolean anyExposed;

    /**
     * @param files      all that are known, by name; new ones are added
     * @param unreadable told of each that cannot be read
     */
    RouteTexts(RouteFolder folder, Map<String, RouteFile> files, BiConsumer<RouteFile, IOException> unreadable) {
        this.folder = folder;
        this.files = files;
        this.unreadable = unreadable;
    }

    /**
     * The files that hold, with their text, or null where they cannot be read.
     *
     * @throws IOException the folder cannot be read
     */
    Map<RouteFile, String> read() throws IOException {
        anyExposed = false;
        Map<RouteFile, String> texts = new LinkedHashMap<>();
        Claims claims = new Claims();
        for (RouteResource resource : folder.list()) {
            RouteFile file = files.computeIfAbsent(resource.name(), name -> new RouteFile(resource));
            file.place(resource);
            String text = text(file);
            // What runs of a file that cannot be read goes on.
            String claimed = text == null && file.running() != null ? file.running().toString() : text;
            if (!resource.isShipped() && claimed != null) {
                claims.add(resource, claimed);
            }
            texts.put(file, text);
        }
        leaveOut(texts, claims);
        return texts;
    }

    private @Nullable String text(RouteFile file) {
        try {
            String exposed = RouteFolder.exposed(file.place());
            if (exposed != null) {
                anyExposed = true;
                throw new IOException(exposed);
            }
            return file.place().text();
        } catch (IOException e) {
            unreadable.accept(file, e);
            return null;
        }
    }

    /** Files that come with Caravan give way to those of the user's that have their routes or sources under another name. */
    private void leaveOut(Map<RouteFile, String> texts, Claims claims) {
        Map<String, RouteResource> before = new TreeMap<>(leftOut);
        leftOut.clear();
        texts.forEach((file, text) -> {
            RouteResource owner = file.place().isShipped() && text != null ? claims.owner(file.place(), text) : null;
            if (owner != null) {
                leftOut.put(file.place().name(), owner);
            }
        });
        texts.keySet().removeIf(file -> owner(file) != null);
        leftOut.forEach((name, owner) -> {
            RouteFile file = files.get(name);
            if (file != null && file.running() == null) {
                files.remove(name);
                if (!owner.equals(before.get(name))) {
                    LOG.info("{} is left out, for {} has its source or route", file.name(), owner.words());
                }
            }
        });
    }

    /** The user's file to which one that comes with Caravan gives way; null for none. */
    @Nullable
    RouteResource owner(RouteFile file) {
        return leftOut.get(file.place().name());
    }

    /** Whether the last look found a file that others can change, which is not read. */
    boolean anyExposed() {
        return anyExposed;
    }
}

package dev.caravan.routes;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader of the present texts of all route files. Called only under the lock of {@link RouteFiles}. */
final class RouteTexts {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final RouteFolder folder;
    private final Map<String, RouteFile> files;
    private final BiConsumer<RouteFile, IOException> unreadable;
    private final Map<String, RouteResource> leftOut = new TreeMap<>();
    private boolean anyExposed;

    /**
     * Creates a reader.
     *
     * @param folder     the folder to list
     * @param files      all known files, by name, to which new ones are added
     * @param unreadable receives each file that cannot be read
     */
    RouteTexts(RouteFolder folder, Map<String, RouteFile> files, BiConsumer<RouteFile, IOException> unreadable) {
        this.folder = folder;
        this.files = files;
        this.unreadable = unreadable;
    }

    /**
     * Returns the effective files with their texts; a text is null if the file cannot be read.
     *
     * @throws IOException if the folder cannot be read
     */
    Map<RouteFile, String> read() throws IOException {
        anyExposed = false;
        Map<RouteFile, String> texts = new LinkedHashMap<>();
        Claims claims = new Claims();
        for (RouteResource resource : folder.list()) {
            RouteFile file = files.computeIfAbsent(resource.name(), name -> new RouteFile(resource));
            file.place(resource);
            String text = text(file);
            // The routes of a file that cannot be read keep running, so their ids and sources stay claimed.
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

    /** Leaves out files in the jar whose route ids or sources a user's file of another name has. */
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
                    LOG.info("{} is left out, because {} has its source or route", file.name(), owner.words());
                }
            }
        });
    }

    /** Returns the user's file because of which a file in the jar is left out; null if there is none. */
    @Nullable
    RouteResource owner(RouteFile file) {
        return leftOut.get(file.place().name());
    }

    /** Reports whether the last call of {@link #read} found a file that others can change, and therefore did not read it. */
    boolean anyExposed() {
        return anyExposed;
    }
}

package dev.caravan.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image in Docker's format, or the files of a Debian package in the same form.
 *
 * @param config the image's configuration
 * @param files  each file and directory by its path, without a slash before it and behind it; those of the base are left out
 * @param base   whether jib began with another image, whose configuration this one has too
 */
record Image(JsonNode config, Map<String, FileInImage> files, boolean base) {

    /**
     * A file, or something else.
     *
     * @param mode    the rights, and the bits setuid, setgid and sticky
     * @param owner   the numbers of user and group, as {@code 0:0}
     * @param kind    {@code file}, {@code directory} or {@code other}
     * @param content what a file has; empty if it is none
     */
    record FileInImage(int mode, String owner, String kind, byte[] content) {
    }

    /** Reads what jib wrote. */
    static Image read(Path tar) throws IOException {
        Map<String, FileInImage> archive;
        try (InputStream in = Files.newInputStream(tar)) {
            archive = files(in);
        }
        ObjectMapper json = new ObjectMapper();
        JsonNode manifest = json.readTree(archive.get("manifest.json").content()).get(0);
        JsonNode config = json.readTree(archive.get(manifest.get("Config").asText()).content());
        JsonNode layers = manifest.get("Layers");
        int own = 0;
        for (JsonNode step : config.get("history")) {
            own += step.path("author").asText().equals("Jib") ? 1 : 0;
        }
        Map<String, FileInImage> files = new TreeMap<>();
        for (int i = layers.size() - own; i < layers.size(); i++) {
            files.putAll(compressed(archive.get(layers.get(i).asText()).content()));
        }
        return new Image(config, files, own < layers.size());
    }

    /** The files of a Debian package. */
    static Map<String, FileInImage> ofPackage(Path deb) throws IOException {
        try (ArArchiveInputStream in = new ArArchiveInputStream(Files.newInputStream(deb))) {
            for (ArArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals("data.tar.gz")) {
                    return compressed(in.readAllBytes());
                }
            }
        }
        throw new IOException(deb + " has no data.tar.gz");
    }

    private static Map<String, FileInImage> compressed(byte[] tar) throws IOException {
        return files(new GZIPInputStream(new ByteArrayInputStream(tar)));
    }

    private static Map<String, FileInImage> files(InputStream tar) throws IOException {
        Map<String, FileInImage> files = new HashMap<>();
        TarArchiveInputStream in = new TarArchiveInputStream(tar);
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            String path = entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
            boolean file = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
            files.put(path, new FileInImage(entry.getMode() & 07777, entry.getLongUserId() + ":" + entry.getLongGroupId(),
                entry.isDirectory() ? "directory" : file ? "file" : "other", in.readAllBytes()));
        }
        return files;
    }
}

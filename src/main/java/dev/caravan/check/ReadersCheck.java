package dev.caravan.check;

import dev.caravan.logging.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Properties;

/** Who can read a file of settings that has secrets. */
final class ReadersCheck {

    private ReadersCheck() {
    }

    /**
     * Tells it where the file has a secret; else nothing.
     *
     * @param file   of settings
     * @param values what it sets
     */
    static void run(Path file, Properties values, CheckReport report) {
        List<String> secrets = values.stringPropertyNames().stream().filter(Secrets::isName)
            .filter(name -> !values.getProperty(name).isBlank()).sorted().toList();
        if (secrets.isEmpty()) {
            return;
        }
        String what = file + " has secrets (" + String.join(", ", secrets) + "), and ";
        try {
            PosixFileAttributes about = Files.readAttributes(file, PosixFileAttributes.class);
            if (about.permissions().contains(PosixFilePermission.OTHERS_READ)) {
                report.note("settings", what + "every user of this machine can read it: chmod o-r " + file);
            } else {
                report.ok("settings", what + "only " + about.owner().getName() + (about.permissions().contains(PosixFilePermission.GROUP_READ)
                    ? " and the group " + about.group().getName() : "") + " can read it");
            }
        } catch (IOException | UnsupportedOperationException e) {
            report.note("settings", what + "who can read it cannot be found out: " + e);
        }
    }
}

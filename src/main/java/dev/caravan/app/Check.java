package dev.caravan.app;

import dev.caravan.check.CheckReport;
import dev.caravan.check.Checks;
import dev.caravan.config.InvalidSettingsException;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Settings;
import dev.caravan.config.SettingsFile;
import dev.caravan.routes.RouteSource;
import dev.caravan.routes.SettingsOfRoutes;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** What {@code caravan check} does: reads settings and routes as a start does, and looks at all that they name. Ships nothing. */
public final class Check {

    private Check() {
    }

    /**
     * Checks all.
     *
     * @param writes whether a probe may be stored in the bucket
     */
    public static CheckReport run(boolean writes) {
        CheckReport report = new CheckReport();
        SettingsFile file = SettingsFile.find();
        Checks.readers(file, report);
        UserFiles files = UserFiles.of(null, file);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(files.given().ofCamel());
            Settings settings;
            try {
                settings = files.read();
                settings.warnings().forEach(warning -> report.note("settings", warning));
                files.say().forEach(sentence -> report.ok("settings", sentence));
            } catch (InvalidSettingsException e) {
                // What the rest would look at is not known.
                String.valueOf(e.getMessage()).lines().forEach(line -> report.fail("settings", line));
                return report;
            }
            Placeholders.install(context.getPropertiesComponent(), settings.texts(), SettingsOfRoutes.usual());
            List<RouteSource> sources = RouteSource.of(context, files.routes(), mistake -> report.fail("routes", mistake)).stream()
                .filter(source -> source.on() && (!source.fileName().isEmpty() || source.command() != null)).toList();
            Checks.run(settings, sources, writes, report);
        } catch (java.io.IOException e) {
            report.fail("settings", String.valueOf(e.getMessage()));
        }
        return report;
    }
}

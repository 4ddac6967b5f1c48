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

/** The work of {@code caravan check}: reads settings and routes as a start does, and checks everything that they name. Ships nothing. */
public final class Check {

    private Check() {
    }

    /**
     * Checks everything and returns the findings.
     *
     * @param writes true if the check may store a probe in the bucket
     */
    public static CheckReport run(boolean writes) {
        CheckReport report = new CheckReport();
        run(writes, report);
        return report;
    }

    /** The same, behind what a report has already. */
    public static void run(boolean writes, CheckReport report) {
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
                // All other checks depend on the settings.
                String.valueOf(e.getMessage()).lines().forEach(line -> report.fail("settings", line));
                return;
            }
            Placeholders.install(context.getPropertiesComponent(), settings.texts(), SettingsOfRoutes.usual());
            List<RouteSource> sources = RouteSource.of(context, files.routes(), mistake -> report.fail("routes", mistake)).stream()
                .filter(source -> source.on() && (!source.fileName().isEmpty() || source.command() != null || source.journal() != null)).toList();
            Checks.run(settings, sources, writes, report);
        } catch (java.io.IOException e) {
            report.fail("settings", String.valueOf(e.getMessage()));
        }
    }
}

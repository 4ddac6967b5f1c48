package dev.caravan;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import org.apache.camel.main.Main;

/** The command line. */
public final class Caravan {

    private Caravan() {
    }

    /** Runs the shipper, or the command that the first argument names. */
    public static void main(String[] args) throws Exception {
        System.setProperty("java.util.logging.manager", KeepingLogManager.class.getName());
        configureLogging();
        System.exit(args.length == 0 || args[0].equals("run") ? ship() : 64);
    }

    private static int ship() throws Exception {
        try (Shipper shipper = new Shipper(null)) {
            Main main = shipper.main();
            main.run();
            return main.getExitCode();
        } catch (Shipper.Refused e) {
            e.getMessage().lines().forEach(line -> org.slf4j.LoggerFactory.getLogger("caravan").error("{}", line));
            return 1;
        }
    }

    private static void configureLogging() throws IOException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream in = Caravan.class.getResourceAsStream("/logging.properties")) {
                LogManager.getLogManager().readConfiguration(in);
            }
        }
    }
}

package dev.caravan.app;

import dev.caravan.batch.BatchOptions;
import dev.caravan.batch.Batches;
import dev.caravan.batch.KeyTemplate;
import dev.caravan.batch.compress.Compression;
import dev.caravan.config.Catalog;
import dev.caravan.config.InvalidSettingsException;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Settings;
import dev.caravan.config.SettingsFile;
import dev.caravan.config.TrustStore;
import dev.caravan.deliver.ComponentCheck;
import dev.caravan.deliver.Delivery;
import dev.caravan.deliver.RequestRules;
import dev.caravan.embedded.EmbeddedS3;
import dev.caravan.health.RouteErrorReporter;
import dev.caravan.health.StartReport;
import dev.caravan.logging.Secrets;
import dev.caravan.outbox.Outbox;
import dev.caravan.outbox.OutboxScheduler;
import dev.caravan.parse.Parsers;
import dev.caravan.pipeline.BlockConverter;
import dev.caravan.pipeline.NativeDirectory;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.routes.KameletTexts;
import dev.caravan.routes.RouteFiles;
import dev.caravan.routes.RouteReload;
import dev.caravan.routes.SettingsOfRoutes;
import dev.caravan.source.journal.Inputs;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assembled program: Camel's main class with Caravan's beans, the user's settings and routes over those in the jar, and the embedded S3
 * server if no bucket is set.
 */
public final class Shipper extends MainListenerSupport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final CamelMain main;
    private final @Nullable Consumer<String> onDelivered;
    private final boolean builtIn;
    private final SettingsFile file;
    private UserFiles files;
    private @Nullable Target target;
    private Sources sources;
    private Outbox outbox;
    private Delivery delivery;
    private RequestRules requests;
    private GracefulStop stop;
    private RouteFiles routes;
    private @Nullable RouteReload reload;
    private Batches batches;
    private Watch watch;

    /** @param onDelivered receives the key of each object that is in the bucket; may be null */
    public Shipper(@Nullable Consumer<String> onDelivered) {
        this(onDelivered, false);
    }

    /**
     * Creates a shipper that can be isolated from its environment.
     *
     * @param onDelivered receives the key of each object that is in the bucket; may be null
     * @param builtIn     true to use only the routes and settings in the jar and those given to {@link #main()}, and to ignore the working
     *                    directory, the environment, system properties and AWS's files
     */
    public Shipper(@Nullable Consumer<String> onDelivered, boolean builtIn) {
        this.main = new CamelMain(builtIn);
        this.onDelivered = onDelivered;
        this.builtIn = builtIn;
        this.file = builtIn ? SettingsFile.none() : SettingsFile.find();
        main.setPropertyPlaceholderLocations("false");
        main.setInitialProperties(files().given().ofCamel());
        main.configure().withRoutesIncludePattern("false");
        main.addMainListener(this);
    }

    private UserFiles files() {
        return builtIn ? UserFiles.none(main.getOverrideProperties()) : UserFiles.of(main.getOverrideProperties(), file);
    }

    /** Returns Camel's main class, for settings before {@link Main#run()} or {@link Main#start()}. */
    public Main main() {
        return main;
    }

    /** Starts shipping, and returns when the routes run. */
    public void start() {
        main.start();
        afterStart(main);
    }

    /** Seals all open batches, tries to deliver them, and stops the program that {@link #start()} started. */
    public void stop() {
        beforeStop(main);
        main.stop();
        close();
    }

    /**
     * Seals all open batches, and waits until they are delivered.
     *
     * @param millis the longest time, in milliseconds
     * @param out    receives progress and result, one line each
     * @return true if nothing is left
     * @throws IOException          if {@code out} cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean drain(long millis, Appendable out) throws IOException, InterruptedException {
        return watch.drain(millis, out);
    }

    /** Returns the number of lines that a source has read; 0 before its route starts. */
    public long linesRead(String source) {
        return sources == null ? 0 : sources.get(source).stats().get(SourceStats.Event.LINES_READ);
    }

    /** Returns the size of a source's open batch, in bytes before compression. */
    public long openBatchBytes(String source) {
        return sources == null ? 0 : sources.get(source).stats().openBatchBytes();
    }

    /** Returns the URL of the embedded S3 server; null if a bucket is set. */
    public java.net.@Nullable URI embeddedEndpoint() {
        EmbeddedS3 embedded = target == null ? null : target.embedded();
        return embedded == null ? null : embedded.endpoint();
    }

    /** Returns the port of the HTTP server; -1 if it is off. */
    public int httpPort() {
        return watch == null ? -1 : watch.httpPort();
    }

    @Override
    public void beforeInitialize(BaseMainSupport base) {
        CamelContext context = base.getCamelContext();
        try {
            Secrets.addAll(context.getPropertiesComponent().loadProperties(Secrets::isName));
            files = files();
            Settings settings = files.read();
            settings.warnings().forEach(LOG::warn);
            Placeholders placeholders = Placeholders.install(context.getPropertiesComponent(), settings.texts(),
                SettingsOfRoutes.usual());
            TrustStore.apply(name -> lookup(context, name));
            S3Access.refuse(settings.get(Catalog.BUCKET).isEmpty() ? List.of() : ComponentCheck.problems(System::getenv));
            Target target = Target.open(settings, name -> lookup(context, name));
            this.target = target;
            StateDirectory state = target.state();
            // The route deliver reads the state directory and the bucket from placeholders.
            target.fix(placeholders);
            Compression compression = UserFiles.compression(settings);
            compression.checkNative(NativeDirectory.choose(state.root()));
            sources = new Sources(state, new OutboxSpace(state.outbox(), settings.get(Catalog.OUTBOX_BYTES)), settings.host());
            KeyTemplate keys = new KeyTemplate(settings.get(Catalog.KEY), settings.host(), state.instance());
            batches = new Batches(sources, new BatchOptions(keys, settings.get(Catalog.BATCH_BYTES), compression,
                settings.get(Catalog.JSON_EXTENSION)));
            outbox = new Outbox(state.outbox(), sources.outbox());
            requests = new RequestRules(settings.get(Catalog.ATTEMPT_TIMEOUT), settings.get(Catalog.EXPECT_CONTINUE),
                settings.get(Catalog.BATCH_BYTES), false, outbox::alive);
            delivery = new Delivery(sources, outbox, target.bucket(), UserFiles.acl(settings), () -> s3(context), onDelivered);
            stop = new GracefulStop(context, sources, batches, outbox, delivery);
            bind(context, settings);
            watch = new Watch(context, settings, batches, sources, outbox, delivery, () -> routes == null ? null : routes.problem());
            batches.recover();
            List<String> said = new ArrayList<>(files.say());
            said.addAll(target.say(settings));
            new StartReport(context, sources).install(said);
        } catch (InvalidSettingsException | IllegalArgumentException e) {
            throw new NotStartedException(e.getMessage(), e, NotStartedException.WRONG_SETTINGS);
        } catch (IOException | UncheckedIOException e) {
            throw new NotStartedException(e.getMessage(), e);
        }
    }

    private static @Nullable String lookup(CamelContext context, String name) {
        String value = context.resolvePropertyPlaceholders("{{" + name + ":}}");
        return value == null || value.isBlank() ? null : value;
    }

    private void bind(CamelContext context, Settings settings) throws InvalidSettingsException {
        Registry registry = context.getRegistry();
        registry.bind(SharedNames.SOURCES, sources);
        registry.bind(SharedNames.BATCHES, batches);
        registry.bind(SharedNames.OUTBOX, outbox);
        registry.bind(SharedNames.OUTBOX_SCHEDULER, new OutboxScheduler(sources.outbox()));
        registry.bind(SharedNames.DELIVERY, delivery);
        registry.bind(SharedNames.PROBLEMS, new RouteErrorReporter(sources));
        registry.bind(SharedNames.INPUTS, new Inputs(sources, name -> context.resolvePropertyPlaceholders("{{" + name + "}}")));
        new Parsers(settings.zone()).bind(registry);
        BlockConverter.register(context);
        KameletTexts.register(context);
    }

    @Override
    public void afterConfigure(BaseMainSupport base) {
        CamelContext context = base.getCamelContext();
        S3Access.check(context, target());
        Path folder = files.routes();
        routes = new RouteFiles(context, sources, batches, folder);
        prepareReload(routes, folder);
    }

    private Target target() {
        return Objects.requireNonNull(target, "not started");
    }

    private synchronized AWS2S3Configuration s3(CamelContext context) {
        return S3Access.settings(context, target(), builtIn, requests, delivery);
    }

    /** Prepares Caravan's route reload with Camel's settings for it. */
    private void prepareReload(RouteFiles routes, @Nullable Path folder) {
        MainConfigurationProperties settings = main.configure();
        try {
            routes.mustBeTrusted();
        } catch (IOException e) {
            throw new NotStartedException(e.getMessage(), e, NotStartedException.WRONG_SETTINGS);
        }
        if (main.isReloadEnabled() && folder != null && routes.inFolder()) {
            if (settings.isRoutesReloadDirectoryRecursive()) {
                throw new NotStartedException("camel.main.routes-reload-directory-recursive is true: route files are in the folder "
                    + folder + " itself; folders in it, such as tests, are for other things", null, NotStartedException.WRONG_SETTINGS);
            }
            String pattern = settings.getRoutesReloadPattern();
            reload = new RouteReload(routes, folder, pattern == null || pattern.isBlank() ? "*.yaml" : pattern,
                settings.isRoutesReloadRemoveAllRoutes());
        }
    }

    @Override
    public void afterStart(BaseMainSupport base) {
        CamelContext context = base.getCamelContext();
        try {
            routes.load();
            if (reload != null) {
                context.addService(reload, true, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the route files cannot be read: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("the route files cannot be watched", e);
        }
        watch.started();
    }

    @Override
    public void beforeStop(BaseMainSupport base) {
        if (reload != null) {
            reload.stop();
        }
        if (stop != null) {
            stop.run();
        }
    }

    @Override
    public void afterStop(BaseMainSupport base) {
        close();
    }

    /** Stops the embedded server and releases the state directory. */
    @Override
    public void close() {
        if (target != null) {
            try {
                if (watch != null) {
                    watch.close();
                }
                target.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the state directory cannot be released", e);
            }
            target = null;
        }
    }
}

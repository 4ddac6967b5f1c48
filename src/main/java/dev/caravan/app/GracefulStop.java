package dev.caravan.app;

import dev.caravan.batch.Batches;
import dev.caravan.deliver.Delivery;
import dev.caravan.outbox.Outbox;
import dev.caravan.state.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a stop before Camel stops: suspends collecting, seals all open batches, and tries once to deliver each waiting object.
 * Its time is bounded even if S3 hangs. Objects that are not delivered wait in the outbox for the next start.
 */
final class GracefulStop {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);
    private static final long COLLECT_SECONDS = 2;
    private static final long DELIVER_SECONDS = 4;

    private final CamelContext context;
    private final Sources sources;
    private final Batches batches;
    private final Outbox outbox;
    private final Delivery delivery;

    GracefulStop(CamelContext context, Sources sources, Batches batches, Outbox outbox, Delivery delivery) {
        this.context = context;
        this.sources = sources;
        this.batches = batches;
        this.outbox = outbox;
        this.delivery = delivery;
    }

    void run() {
        LOG.info("stopping: open batches are sealed and delivered");
        outbox.finish();
        sources.all().forEach(source -> source.polls().close());
        ExecutorService worker = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stop");
            thread.setDaemon(true);
            return thread;
        });
        try {
            within(worker, COLLECT_SECONDS, this::suspendSources);
            batches.sealAll();
            within(worker, DELIVER_SECONDS, this::deliver);
            long left = sources.outbox().files();
            if (left > 0) {
                LOG.warn("{} objects wait in the outbox; they are delivered after the next start", left);
            }
        } finally {
            worker.shutdownNow();
        }
    }

    private void suspendSources() {
        List<String> stopped = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            String from = route.getEndpoint().getEndpointBaseUri();
            if (from.startsWith("timer:") || from.startsWith("log-tail:") || from.startsWith("journal:")
                || from.startsWith("file:") && !route.getRouteId().equals("deliver")) {
                try {
                    // Stopping the consumer would also stop the steps while they process a block.
                    ServiceHelper.suspendService(route.getConsumer());
                } catch (RuntimeException e) {
                    LOG.warn("route {} did not stop: {}", route.getRouteId(), e.toString());
                }
                stopped.add(route.getRouteId());
            }
        }
        while (stopped.stream().anyMatch(id -> context.getInflightRepository().size(id) > 0)
            && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void deliver() {
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources.directory().outbox())) {
            files = all.filter(Files::isRegularFile).sorted(Comparator.comparingLong(f -> f.toFile().lastModified()))
                .toList();
        } catch (IOException e) {
            LOG.warn("the outbox cannot be read: {}", e.toString());
            return;
        }
        for (Path path : files) {
            File file = path.toFile();
            Exchange result = context.createProducerTemplate().send("direct:put", exchange -> {
                exchange.setProperty(Delivery.AT_STOP, true);
                exchange.getMessage().setBody(file);
            });
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if ((result.isFailed() || result.isRollbackOnly()) && delivery.problem() != null) {
                return;
            }
        }
        // The route deliver may have a request under way.
        while (delivery.isBusy() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void within(ExecutorService worker, long seconds, Runnable task) {
        Future<?> future = worker.submit(task);
        try {
            future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
        } catch (ExecutionException e) {
            LOG.warn("while stopping: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.caravan.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the process takes, under the names that all exporters of Prometheus use. */
final class ProcessMetrics {

    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;
    private static final Labels HEAP = Labels.of("area", "heap");
    private static final Labels OTHER = Labels.of("area", "nonheap");

    private ProcessMetrics() {
    }

    /**
     * Adds them.
     *
     * @param metrics   to which they come
     * @param startedAt in milliseconds since 1970
     */
    static void add(Metrics metrics, MetricSnapshots.Builder all, long startedAt) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            counter(metrics, all, "process_cpu_seconds", "CPU time of the process.", os.getProcessCpuTime() / 1e9);
            metrics.single(all, "process_open_fds", "Open descriptors.", os.getOpenFileDescriptorCount());
            metrics.single(all, "process_max_fds", "As many may be open.", os.getMaxFileDescriptorCount());
        }
        metrics.single(all, "process_start_time_seconds", "When the process started.", startedAt / 1e3);
        long resident = resident();
        if (resident > 0) {
            metrics.single(all, "process_resident_memory_bytes", "Memory of the process.", resident);
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        metrics.gauges(all, "jvm_memory_used_bytes", "Memory that Java uses, by area.", List.of(Metrics.value(heap.getUsed(), HEAP),
            Metrics.value(other.getUsed(), OTHER)));
        metrics.single(all, "jvm_memory_max_bytes", "The heap may become so large.", heap.getMax());
        metrics.single(all, "jvm_threads_current", "Threads.", ManagementFactory.getThreadMXBean().getThreadCount());
        double collected = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum() / 1e3;
        counter(metrics, all, "jvm_gc_collection_seconds", "Time spent collecting garbage.", collected);
    }

    private static void counter(Metrics metrics, MetricSnapshots.Builder all, String name, String help, double value) {
        metrics.counters(all, name, help, List.of(Metrics.count(value, Labels.EMPTY)));
    }

    /** Resident memory in bytes; 0 where the system does not tell. */
    private static long resident() {
        try {
            return Long.parseLong(Files.readString(MEMORY).split(" ", -1)[1]) * PAGE;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}

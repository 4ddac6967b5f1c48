package dev.caravan.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process takes, under the names that all exporters of Prometheus use. */
final class ProcessMetrics {

    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;

    private ProcessMetrics() {
    }

    /** @param startedAt in milliseconds since 1970 */
    static void add(MetricSnapshots.Builder all, long startedAt) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            counter(all, "process_cpu_seconds", "CPU time of the process.", os.getProcessCpuTime() / 1e9);
            Metrics.single(all, "process_open_fds", "Open descriptors.", os.getOpenFileDescriptorCount());
            Metrics.single(all, "process_max_fds", "As many may be open.", os.getMaxFileDescriptorCount());
        }
        Metrics.single(all, "process_start_time_seconds", "When the process started.", startedAt / 1e3);
        long resident = resident();
        if (resident > 0) {
            Metrics.single(all, "process_resident_memory_bytes", "Memory of the process.", resident);
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        all.metricSnapshot(GaugeSnapshot.builder().name("jvm_memory_used_bytes").help("Memory that Java uses, by area.")
            .dataPoint(Metrics.value(heap.getUsed(), Labels.of("area", "heap")))
            .dataPoint(Metrics.value(other.getUsed(), Labels.of("area", "nonheap"))).build());
        Metrics.single(all, "jvm_memory_max_bytes", "The heap may become so large.", heap.getMax());
        Metrics.single(all, "jvm_threads_current", "Threads.", ManagementFactory.getThreadMXBean().getThreadCount());
        double collected = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum() / 1e3;
        counter(all, "jvm_gc_collection_seconds", "Time spent collecting garbage.", collected);
    }

    private static void counter(MetricSnapshots.Builder all, String name, String help, double value) {
        all.metricSnapshot(CounterSnapshot.builder().name(name).help(help).dataPoint(Metrics.count(value, Labels.EMPTY)).build());
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

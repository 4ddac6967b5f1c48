package dev.caravan.http;

import dev.caravan.health.DeliverySnapshot;
import dev.caravan.health.OutboxSnapshot;
import dev.caravan.health.Snapshot;
import dev.caravan.health.SourceSnapshot;
import dev.caravan.health.SourceState;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Metrics as text of OpenMetrics, made of a snapshot when they are asked for; only the times of deliveries are gathered in between.
 * Labels are names of sources, and words of ours: nothing that a log or a bucket says. Thread safe.
 */
final class Metrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final Labels STORED = Labels.of("result", "stored");
    private static final Labels FAILED = Labels.of("result", "failed");

    private final OpenMetricsTextFormatWriter writer = OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false)
        .setExemplarsOnAllMetricTypesEnabled(false).build();
    private final Histogram durations = Histogram.builder().name("caravan_delivery_duration_seconds")
        .help("Time from the start of an attempt to the proof that the object is stored.").classicOnly().withoutExemplars()
        .classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300).build();

    /** By name: what is the same in each scrape is made once. */
    private final Map<String, MetricMetadata> families = new ConcurrentHashMap<>();
    /** By source. As many as there ever were sources in this run: that is what the routes name. */
    private final Map<String, SourceLabels> labels = new ConcurrentHashMap<>();

    /** Notes how long the delivery of an object took, in nanoseconds. */
    void delivered(long nanos) {
        durations.observe(nanos / NANOS);
    }

    /** The text. */
    Response of(Snapshot snapshot) throws IOException {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        sources(all, snapshot.sources());
        outbox(all, snapshot.outbox(), snapshot.sources());
        delivery(all, snapshot.delivery(), snapshot.sources());
        all.metricSnapshot(InfoSnapshot.builder().name("caravan_build").help("The version of the program.")
            .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of("version", snapshot.version())).build()).build());
        ProcessMetrics.add(this, all, snapshot.startedAt());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        return new Response(200, OpenMetricsTextFormatWriter.CONTENT_TYPE, text.toByteArray());
    }

    private void sources(MetricSnapshots.Builder all, List<SourceSnapshot> sources) {
        gauge(all, "behind_bytes", "Bytes in followed files that are not in a batch.", sources, SourceSnapshot::behindBytes);
        time(all, "oldest_undelivered", "When the oldest lines came that are not in the bucket. Absent while all are.", sources,
            SourceSnapshot::oldestUndelivered);
        time(all, "last_line", "When lines were put into a batch last. Absent for never.", sources, SourceSnapshot::lastLine);
        time(all, "last_delivery", "When an object was delivered last. Absent for never.", sources, SourceSnapshot::lastDelivery);
        counter(all, "read_bytes", "Bytes put into batches, as they were read.", sources, SourceSnapshot::bytes);
        counter(all, "read_lines", "Lines put into batches, as they were read.", sources, SourceSnapshot::lines);
        counter(all, "unparsed_lines", "Lines that no parser understood; they are under unparsed/.", sources, SourceSnapshot::unparsed);
        counter(all, "lost_bytes", "Bytes in files that vanished before they were read to their end.", sources, SourceSnapshot::lostBytes);
        counter(all, "rotations", "Files that were rotated.", sources, SourceSnapshot::rotations);
        List<CounterSnapshot.CounterDataPointSnapshot> paused = new ArrayList<>();
        List<GaugeSnapshot.GaugeDataPointSnapshot> states = new ArrayList<>();
        List<GaugeSnapshot.GaugeDataPointSnapshot> problems = new ArrayList<>();
        for (SourceSnapshot source : sources) {
            SourceLabels own = labels(source);
            paused.add(count(source.pausedFull() / MILLIS, own.full()));
            paused.add(count(source.pausedReload() / MILLIS, own.reload()));
            for (SourceState state : SourceState.values()) {
                states.add(value(state == source.state() ? 1 : 0, own.state(state)));
            }
            for (Map.Entry<String, Integer> problem : source.problems().entrySet()) {
                problems.add(value(problem.getValue(), Labels.of("source", source.name(), "kind", problem.getKey())));
            }
        }
        counters(all, "caravan_source_paused_seconds", "Time for which collecting had to wait, by reason.", paused);
        gauges(all, "caravan_source_state", "1 for the state that the source is in, 0 for the others.", states);
        gauges(all, "caravan_problem", "Things that are wrong with a source, by kind. Absent while none is.", problems);
    }

    private void outbox(MetricSnapshots.Builder all, OutboxSnapshot outbox, List<SourceSnapshot> sources) {
        single(all, "caravan_outbox_bytes", "Bytes that wait for delivery.", outbox.bytes());
        single(all, "caravan_outbox_limit_bytes", "Above it collecting pauses.", outbox.limitBytes());
        single(all, "caravan_outbox_objects", "Objects that wait for delivery.", outbox.objects());
        gauges(all, "caravan_open_batch_bytes", "Bytes in the open batch, before compression.", sources.stream()
            .map(source -> value(source.openBatchBytes(), labels(source).source())).toList());
    }

    private void delivery(MetricSnapshots.Builder all, DeliverySnapshot delivery, List<SourceSnapshot> sources) {
        counters(all, "caravan_delivered_objects", "Objects in the bucket.", sources.stream()
            .map(source -> count(source.objects(), labels(source).source())).toList());
        counters(all, "caravan_delivered_bytes", "Bytes of those objects.", sources.stream()
            .map(source -> count(source.objectBytes(), labels(source).source())).toList());
        counters(all, "caravan_delivery_attempts", "Attempts to deliver an object, by result.", List.of(count(delivery.stored(), STORED),
            count(delivery.failed(), FAILED)));
        single(all, "caravan_delivery_up", "0 while something cannot be delivered, else 1.", delivery.problem() == null ? 1 : 0);
        all.metricSnapshot(durations.collect());
    }

    private void gauge(MetricSnapshots.Builder all, String name, String help, List<SourceSnapshot> sources,
        ToDoubleFunction<SourceSnapshot> what) {
        gauges(all, "caravan_source_" + name, help, sources.stream().map(source -> value(what.applyAsDouble(source), labels(source).source()))
            .toList());
    }

    private void time(MetricSnapshots.Builder all, String name, String help, List<SourceSnapshot> sources,
        ToDoubleFunction<SourceSnapshot> millis) {
        gauge(all, name + "_timestamp_seconds", help, sources.stream().filter(source -> millis.applyAsDouble(source) > 0).toList(),
            source -> millis.applyAsDouble(source) / MILLIS);
    }

    private void counter(MetricSnapshots.Builder all, String name, String help, List<SourceSnapshot> sources,
        ToDoubleFunction<SourceSnapshot> what) {
        counters(all, "caravan_source_" + name, help, sources.stream().map(source -> count(what.applyAsDouble(source), labels(source).source()))
            .toList());
    }

    private SourceLabels labels(SourceSnapshot source) {
        return labels.computeIfAbsent(source.name(), SourceLabels::new);
    }

    private MetricMetadata family(String name, String help) {
        return families.computeIfAbsent(name, fresh -> new MetricMetadata(fresh, help));
    }

    /** A family of gauges. */
    void gauges(MetricSnapshots.Builder all, String name, String help, List<GaugeSnapshot.GaugeDataPointSnapshot> values) {
        all.metricSnapshot(new GaugeSnapshot(family(name, help), values));
    }

    /** A family of counters; the name is without {@code _total}. */
    void counters(MetricSnapshots.Builder all, String name, String help, List<CounterSnapshot.CounterDataPointSnapshot> values) {
        all.metricSnapshot(new CounterSnapshot(family(name, help), values));
    }

    /** A gauge without labels. */
    void single(MetricSnapshots.Builder all, String name, String help, double value) {
        gauges(all, name, help, List.of(value(value, Labels.EMPTY)));
    }

    /** A data point of a gauge. */
    static GaugeSnapshot.GaugeDataPointSnapshot value(double value, Labels labels) {
        return new GaugeSnapshot.GaugeDataPointSnapshot(value, labels, null);
    }

    /** A data point of a counter. */
    static CounterSnapshot.CounterDataPointSnapshot count(double value, Labels labels) {
        return new CounterSnapshot.CounterDataPointSnapshot(value, labels, null, 0);
    }
}

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
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Metrics as text of OpenMetrics, made of a snapshot when they are asked for; only the times of deliveries are gathered in between.
 * Labels are names of sources, and words of ours: nothing that a log or a bucket says. Thread safe.
 */
final class Metrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final OpenMetricsTextFormatWriter writer = OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false)
        .setExemplarsOnAllMetricTypesEnabled(false).build();
    private final Histogram durations = Histogram.builder().name("caravan_delivery_duration_seconds")
        .help("Time from the start of an attempt to the proof that the object is stored.").classicOnly().withoutExemplars()
        .classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300).build();

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
        ProcessMetrics.add(all, snapshot.startedAt());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        return new Response(200, OpenMetricsTextFormatWriter.CONTENT_TYPE, text.toByteArray());
    }

    private static void sources(MetricSnapshots.Builder all, List<SourceSnapshot> sources) {
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
        CounterSnapshot.Builder paused = CounterSnapshot.builder().name("caravan_source_paused_seconds")
            .help("Time for which collecting had to wait, by reason.");
        GaugeSnapshot.Builder states = GaugeSnapshot.builder().name("caravan_source_state")
            .help("1 for the state that the source is in, 0 for the others.");
        GaugeSnapshot.Builder problems = GaugeSnapshot.builder().name("caravan_problem")
            .help("Things that are wrong with a source, by kind. Absent while none is.");
        for (SourceSnapshot source : sources) {
            paused.dataPoint(count(source.pausedFull() / MILLIS, Labels.of("source", source.name(), "reason", "outbox_full")));
            paused.dataPoint(count(source.pausedReload() / MILLIS, Labels.of("source", source.name(), "reason", "reload")));
            for (SourceState state : SourceState.values()) {
                states.dataPoint(value(state == source.state() ? 1 : 0, Labels.of("source", source.name(), "state", state.word())));
            }
            for (Map.Entry<String, Integer> problem : source.problems().entrySet()) {
                problems.dataPoint(value(problem.getValue(), Labels.of("source", source.name(), "kind", problem.getKey())));
            }
        }
        all.metricSnapshot(paused.build()).metricSnapshot(states.build()).metricSnapshot(problems.build());
    }

    private static void outbox(MetricSnapshots.Builder all, OutboxSnapshot outbox, List<SourceSnapshot> sources) {
        single(all, "caravan_outbox_bytes", "Bytes that wait for delivery.", outbox.bytes());
        single(all, "caravan_outbox_limit_bytes", "Above it collecting pauses.", outbox.limitBytes());
        single(all, "caravan_outbox_objects", "Objects that wait for delivery.", outbox.objects());
        GaugeSnapshot.Builder open = GaugeSnapshot.builder().name("caravan_open_batch_bytes")
            .help("Bytes in the open batch, before compression.");
        sources.forEach(source -> open.dataPoint(value(source.openBatchBytes(), Labels.of("source", source.name()))));
        all.metricSnapshot(open.build());
    }

    private void delivery(MetricSnapshots.Builder all, DeliverySnapshot delivery, List<SourceSnapshot> sources) {
        CounterSnapshot.Builder objects = CounterSnapshot.builder().name("caravan_delivered_objects").help("Objects in the bucket.");
        CounterSnapshot.Builder bytes = CounterSnapshot.builder().name("caravan_delivered_bytes").help("Bytes of those objects.");
        for (SourceSnapshot source : sources) {
            objects.dataPoint(count(source.objects(), Labels.of("source", source.name())));
            bytes.dataPoint(count(source.objectBytes(), Labels.of("source", source.name())));
        }
        all.metricSnapshot(objects.build()).metricSnapshot(bytes.build());
        all.metricSnapshot(CounterSnapshot.builder().name("caravan_delivery_attempts").help("Attempts to deliver an object, by result.")
            .dataPoint(count(delivery.stored(), Labels.of("result", "stored")))
            .dataPoint(count(delivery.failed(), Labels.of("result", "failed"))).build());
        single(all, "caravan_delivery_up", "0 while something cannot be delivered, else 1.", delivery.problem() == null ? 1 : 0);
        all.metricSnapshot(durations.collect());
    }

    private static void gauge(MetricSnapshots.Builder all, String name, String help, List<SourceSnapshot> sources,
        ToDoubleFunction<SourceSnapshot> what) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("caravan_source_" + name).help(help);
        sources.forEach(source -> gauge.dataPoint(value(what.applyAsDouble(source), Labels.of("source", source.name()))));
        all.metricSnapshot(gauge.build());
    }

    private static void time(MetricSnapshots.Builder all, String name, String help, List<SourceSnapshot> sources,
        ToDoubleFunction<SourceSnapshot> millis) {
        gauge(all, name + "_timestamp_seconds", help, sources.stream().filter(source -> millis.applyAsDouble(source) > 0).toList(),
            source -> millis.applyAsDouble(source) / MILLIS);
    }

    private static void counter(MetricSnapshots.Builder all, String name, String help, List<SourceSnapshot> sources,
        ToDoubleFunction<SourceSnapshot> what) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name("caravan_source_" + name).help(help);
        sources.forEach(source -> counter.dataPoint(count(what.applyAsDouble(source), Labels.of("source", source.name()))));
        all.metricSnapshot(counter.build());
    }

    /** A gauge without labels. */
    static void single(MetricSnapshots.Builder all, String name, String help, double value) {
        all.metricSnapshot(GaugeSnapshot.builder().name(name).help(help).dataPoint(value(value, Labels.EMPTY)).build());
    }

    /** A data point of a gauge. */
    static GaugeSnapshot.GaugeDataPointSnapshot value(double value, Labels labels) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    /** A data point of a counter. */
    static CounterSnapshot.CounterDataPointSnapshot count(double value, Labels labels) {
        return CounterSnapshot.CounterDataPointSnapshot.builder().value(value).labels(labels).build();
    }
}

package io.lockstep.follower.prometheus;

import io.lockstep.follower.metrics.LatencyHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the metrics of one scrape. Every name begins with {@code lockstep_}. */
final class Families {

    private static final String PREFIX = "lockstep_";

    private final List<MetricSnapshot> all = new ArrayList<>();

    /** A value that goes up and down. */
    void gauge(String name, String help, Number value) {
        gauges(name, help, "", Map.of("", value));
    }

    /** Such values, by the value of one label; empty for none. */
    void gauges(String name, String help, String label, Map<String, ? extends Number> values) {
        GaugeSnapshot.Builder builder =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((of, value) -> builder.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels(label, of))
                .value(value.doubleValue())
                .build()));
        all.add(builder.build());
    }

    /** A value that only rises. The format adds {@code _total} to its name. */
    void counter(String name, String help, Number value) {
        counters(name, help, Map.of(Labels.EMPTY, value));
    }

    /** Such values, by labels. */
    void counters(String name, String help, Map<Labels, ? extends Number> values) {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((of, value) -> builder.dataPoint(CounterDataPointSnapshot.builder()
                .labels(of)
                .value(value.doubleValue())
                .build()));
        all.add(builder.build());
    }

    /** How long something took. */
    void histogram(String name, String help, LatencyHistogram values) {
        histograms(name, help, "", Map.of("", values));
    }

    /** The same, by the value of one label. */
    void histograms(String name, String help, String label, Map<String, LatencyHistogram> values) {
        HistogramSnapshot.Builder builder =
                HistogramSnapshot.builder().name(PREFIX + name).help(help);
        new LinkedHashMap<>(values).forEach((of, each) -> builder.dataPoint(point(labels(label, of), each)));
        all.add(builder.build());
    }

    private static HistogramDataPointSnapshot point(Labels labels, LatencyHistogram values) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < values.buckets(); i++) {
            buckets.bucket(values.upperSeconds(i), values.count(i));
        }
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.build())
                .sum(values.sumSeconds())
                .build();
    }

    /** Facts as labels. The format adds {@code _info} to its name. */
    void info(String name, String help, Labels facts) {
        all.add(InfoSnapshot.builder()
                .name(PREFIX + name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(facts).build())
                .build());
    }

    private static Labels labels(String label, String value) {
        return label.isEmpty() ? Labels.EMPTY : Labels.of(label, value);
    }

    /** All of them, with these of the virtual machine. */
    MetricSnapshots with(MetricSnapshots machine) {
        machine.forEach(all::add);
        return new MetricSnapshots(all);
    }
}

package io.lockstep.follower.prometheus;

import io.lockstep.follower.http.Facts;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.HttpRoute;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /metrics}. The library of metrics is loaded with the first scrape, so that no start waits for it. */
public final class MetricsPage {

    private @Nullable Library library;

    /** Loads nothing yet. */
    public MetricsPage() {}

    private record Library(Machine machine, ExpositionFormats formats) {}

    /** The route. */
    public HttpRoute route() {
        return new HttpRoute("GET", "/metrics", HttpRoute.Admission.USER, HttpRoute.Lane.WORK, this::scrape);
    }

    private HttpReply scrape(HttpRequest request) throws IOException, InterruptedException {
        Facts facts = Facts.ask(request.conversation());
        if (!facts.areKnown()) {
            return facts.refusal();
        }
        Families families = new Families();
        ClusterFamilies.add(families, facts);
        RequestFamilies.add(families, request.metrics());
        LogFamilies.add(families, request.metrics().log());
        LoopFamilies.add(families, request.metrics().loop());
        Library loaded = library();
        MetricSnapshots all = families.with(loaded.machine.scrape());
        ExpositionFormatWriter writer = loaded.formats.findWriter(request.header("Accept"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, all);
        return new HttpReply(
                200, Map.of("Content-Type", writer.getContentType()), new HttpReply.Whole(out.toByteArray()));
    }

    private synchronized Library library() {
        Library known = library;
        if (known == null) {
            known = new Library(new Machine(), ExpositionFormats.init());
            library = known;
        }
        return known;
    }
}

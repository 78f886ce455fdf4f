package io.lockstep.follower.prometheus;

import io.lockstep.follower.metrics.LogState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The log and the disk. */
final class LogFamilies {

    private LogFamilies() {}

    static void add(Families families, LogState log) {
        families.gauge("log_last_index", "Index of the newest entry in this server's log.", log.lastIndex());
        families.gauge(
                "log_committed_index",
                "Index of the newest entry that this server knows to be committed.",
                log.committedIndex());
        Map<String, Long> lags = new LinkedHashMap<>();
        log.peers().forEach(peer -> lags.put(Integer.toString(peer.server()), peer.entries()));
        families.gauges(
                "peer_lag_entries",
                "Entries that another server is not known to have on its disk. Only at the leader.",
                "peer",
                lags);
        families.histogram(
                "log_fsync_seconds", "How long a write to the log took, with its flush to the disk.", log.writes());
        families.histogram(
                "proposal_seconds",
                "From a proposal of this server, while it leads, until it is applied.",
                log.proposals());
        families.gauge(
                "applied_lag_seconds",
                "How long ago this server had applied all that it knew to be committed.",
                log.behindMillis() / 1e3);
        families.gauge(
                "disk_silent_seconds",
                "For how long the disk has not answered a write, once that is two seconds; else 0.",
                log.diskSilentMillis() / 1e3);
        if (log.diskSilentMillis() == 0) {
            disk(families, log);
        }
    }

    /** Not while the disk is silent: these might wait for it. */
    private static void disk(Families families, LogState log) {
        LogState.DiskSpace space = log.space();
        families.gauge("disk_bytes", "Size of the disk that has this server's data.", space.bytes());
        families.gauge("disk_free_bytes", "Free space on that disk.", space.free());
        Optional<LogState.StoredSnapshot> snapshot = log.snapshot();
        families.gauge(
                "snapshot_bytes",
                "Size of the newest snapshot; 0 if there is none.",
                snapshot.map(LogState.StoredSnapshot::bytes).orElse(0L));
        families.gauge(
                "snapshot_age_seconds",
                "Age of the newest snapshot; 0 if there is none.",
                snapshot.map(known -> Math.max(0, System.currentTimeMillis() - known.writtenMillis()) / 1e3)
                        .orElse(0.0));
    }
}

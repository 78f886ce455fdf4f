package io.lockstep.follower.prometheus;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.http.Facts;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this server says of itself and of the cluster, as INFO and NODES say it. */
final class ClusterFamilies {

    private static final List<String> ROLES = List.of("leader", "follower", "learner", "observer", "none");

    private ClusterFamilies() {}

    static void add(Families families, Facts facts) {
        families.info(
                "build",
                "The software that this server runs.",
                Labels.of(
                        "version",
                        facts.text("version"),
                        "java",
                        Runtime.version().toString()));
        Map<String, Integer> roles = new LinkedHashMap<>();
        ROLES.forEach(role -> roles.put(role, role.equals(facts.text("role")) ? 1 : 0));
        families.gauges("server_role", "1 for the role of this server, 0 for the others.", "role", roles);
        families.gauge("has_leader", "1 if this server knows a leader, else 0.", facts.number("leader") > 0 ? 1 : 0);
        families.gauge("term", "The newest term that this server knows.", facts.number("term"));
        families.gauge("voters", "Servers that vote.", facts.number("voters"));
        families.gauge(
                "survives", "How many more voters the cluster can lose and still decide.", facts.number("survives"));
        families.gauge("log_applied_index", "Index of the newest entry in this server's map.", facts.number("index"));
        families.gauge("feature_level", "The feature level of the cluster.", facts.number("feature_level"));
        contacts(families, facts);
        holdings(families, facts);
        certificate(families, facts.text("tls_expires"));
    }

    private static void contacts(Families families, Facts facts) {
        Map<String, Double> silences = new LinkedHashMap<>();
        for (ServerLine row : facts.servers()) {
            String server = row.options().getOrDefault("server", "");
            if (!server.equals(facts.text("server"))) {
                silences.put(server, Facts.silentSeconds(row));
            }
        }
        families.gauges(
                "peer_last_contact_seconds",
                "For how long another server has been silent; 0 if it was heard of within 3 s.",
                "peer",
                silences);
    }

    private static void holdings(Families families, Facts facts) {
        families.gauge("locks", "Locks that are held.", facts.number("locks"));
        families.gauge("sessions", "Sessions of the cluster.", facts.number("sessions"));
        families.gauge("sessions_here", "Sessions that are connected to this server.", facts.number("sessions_here"));
        families.gauge("map_bytes", "Memory that the lock map takes.", facts.number("map_bytes"));
        families.gauge("map_max_bytes", "Bound of the memory of the lock map.", facts.number("map_bytes_max"));
        families.gauge(
                "pending_requests",
                "Requests of this server's clients that wait for the leader's answer.",
                facts.number("pending"));
        families.gauge("watches", "Watches of this server's clients.", facts.number("server_watches"));
        families.gauge(
                "connections_max", "Most connections of clients to this server.", facts.number("connections_max"));
    }

    private static void certificate(Families families, String expires) {
        families.gauges(
                "tls_certificate_expiry_timestamp_seconds",
                "When the certificate that this server shows expires, in seconds since 1970.",
                "use",
                expires.isEmpty()
                        ? Map.of()
                        : Map.of("server", Instant.parse(expires).getEpochSecond()));
    }
}

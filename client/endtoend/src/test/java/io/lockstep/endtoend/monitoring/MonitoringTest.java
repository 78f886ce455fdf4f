package io.lockstep.endtoend.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Three servers, watched over HTTP as an operator does. */
class MonitoringTest {

    private static final Path PAGES = Path.of("..", "..", "docs");
    private static final Pattern METRIC = Pattern.compile("\\b(?:lockstep|jvm|process)_[a-z_]+[a-z]\\b");

    /** The servers of this test have no TLS; TlsUsersTest looks for these. */
    private static final Set<String> ONLY_WITH_TLS = Set.of("lockstep_tls_certificate_expiry_timestamp_seconds");

    /** No label whose values clients make up. */
    private static final Set<String> LABELS = Set.of(
            "verb", "result", "role", "mode", "reason", "peer", "le", "version", "java", "runtime", "vendor", "area",
            "pool", "gc");

    @SharedCluster
    static RealCluster cluster;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(int server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + cluster.httpPort(server) + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Scrape scrape(int server) throws IOException, InterruptedException {
        HttpResponse<String> reply = get(server, "/metrics");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return new Scrape(reply.body());
    }

    private List<Scrape> scrapeAll() throws IOException, InterruptedException {
        List<Scrape> all = new ArrayList<>();
        for (int server = 1; server <= cluster.size(); server++) {
            all.add(scrape(server));
        }
        return all;
    }

    private static double sum(List<Scrape> scrapes, String sample) {
        return scrapes.stream().mapToDouble(each -> each.value(sample)).sum();
    }

    private static Set<String> metricsIn(Path page) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher found = METRIC.matcher(Files.readString(page));
        while (found.find()) {
            names.add(found.group());
        }
        return names;
    }

    @Test
    void everyMetricThatThePagesNameExistsAndThePageNamesAll() throws Exception {
        Set<String> names = new HashSet<>(ONLY_WITH_TLS);
        Set<String> families = new TreeSet<>();
        for (Scrape each : scrapeAll()) {
            names.addAll(each.names);
            families.addAll(each.families);
        }
        for (String page : List.of("MONITORING.md", "alert-rules.yml", "grafana-dashboard.json")) {
            Set<String> named = metricsIn(PAGES.resolve(page));
            assertThat(named).as(page).hasSizeGreaterThan(5);
            named.removeAll(names);
            assertThat(named).as("named in " + page + ", and in no scrape").isEmpty();
        }
        Set<String> described = metricsIn(PAGES.resolve("MONITORING.md"));
        families.removeIf(family -> described.contains(family) || described.contains(family + "_total"));
        assertThat(families).as("in a scrape, and not in MONITORING.md").isEmpty();
    }

    @Test
    void aWaitAndAHoldAreCountedOnceInTheWholeCluster() throws Exception {
        List<Scrape> before = scrapeAll();
        try (LineClient holder = cluster.connect(1);
                LineClient waiter = cluster.connect(2)) {
            assertThat(holder.ask("LOCK counted").ok()).isTrue();
            waiter.send("LOCK counted wait=30s");
            assertThat(waiter.read()).startsWith("* QUEUED ");
            RealCluster.await("the wait is seen", () -> scrape(3).value("lockstep_locks_waiting") == 1);
            assertThat(scrape(3).value("lockstep_oldest_waiter_seconds")).isPositive();
            assertThat(scrape(3).value("lockstep_locks_held{mode=\"exclusive\"}"))
                    .isEqualTo(1);
            assertThat(scrape(2).value("lockstep_locks")).isEqualTo(1);
            assertThat(holder.ask("RELEASE counted").ok()).isTrue();
            assertThat(waiter.read()).startsWith("OK LOCK ");
            assertThat(waiter.ask("RELEASE counted").ok()).isTrue();
            assertThat(waiter.ask("RELEASE counted").ok()).isFalse();
        }
        List<Scrape> after = scrapeAll();
        for (String once : List.of(
                "lockstep_lock_wait_seconds_count", "lockstep_requests_total{result=\"not_held\",verb=\"RELEASE\"}")) {
            assertThat(sum(after, once) - sum(before, once)).as(once).isEqualTo(1);
        }
        for (String twice : List.of(
                "lockstep_lock_hold_seconds_count",
                "lockstep_requests_total{result=\"ok\",verb=\"LOCK\"}",
                "lockstep_requests_total{result=\"ok\",verb=\"RELEASE\"}")) {
            assertThat(sum(after, twice) - sum(before, twice)).as(twice).isEqualTo(2);
        }
        assertThat(after).allSatisfy(each -> {
            assertThat(each.labels).isSubsetOf(LABELS);
            assertThat(each.value("lockstep_survives")).isEqualTo(1);
            assertThat(each.value("lockstep_has_leader")).isEqualTo(1);
            assertThat(each.value("lockstep_log_fsync_seconds_count")).isPositive();
        });
        assertThat(sum(after, "lockstep_server_role{role=\"leader\"}")).isEqualTo(1);
        assertThat(sum(after, "lockstep_server_role{role=\"follower\"}")).isEqualTo(2);
    }

    @Test
    void theStatusTellsOfTheServerAndOfTheCluster() throws Exception {
        int leader = cluster.awaitLeader(0);
        HttpResponse<String> reply = get(leader, "/status");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.body())
                .startsWith("{\"server\":" + leader + ",")
                .contains("\"role\":\"leader\"", "\"voters\":3", "\"survives\":1", "\"trails_by_entries\":")
                .contains("\"address\":\"127.0.0.1:" + cluster.port(3) + "\"");
        assertThat(get(leader % 3 + 1, "/status").body()).contains("\"leader\":" + leader + ",");
    }

    @Test
    void everyServerIsReady() throws Exception {
        for (int server = 1; server <= cluster.size(); server++) {
            for (String path : List.of("/livez", "/readyz", "/startupz")) {
                assertThat(get(server, path).body()).isEqualTo("ok\n");
            }
        }
    }

    /** Its own cluster, since it loses two of three servers. */
    @Test
    void aServerWithoutAMajorityLivesAndIsNotReady() throws Exception {
        try (RealCluster few = RealCluster.start(3)) {
            few.kill(2);
            few.kill(3);
            URI uri = URI.create("http://127.0.0.1:" + few.httpPort(1));
            RealCluster.await(
                    "no leader is known",
                    () -> http.send(
                                    HttpRequest.newBuilder(uri.resolve("/readyz"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body()
                            .contains("[-] leader: no leader is known"));
            HttpResponse<String> live = http.send(
                    HttpRequest.newBuilder(uri.resolve("/livez")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(live.statusCode()).isEqualTo(200);
        }
    }
}

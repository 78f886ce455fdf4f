package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole commands against a cluster in this process: what they print where, and their exit statuses. */
@Timeout(60)
class CommandLineTest {

    private final LiveCluster cluster = new LiveCluster("one", 3);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void statusOfALockThatIsHeldAndOfOneThatIsFree() {
        cluster.holdElsewhere("Lock 1");
        Ran held = run("status", "Lock", "1");
        assertThat(held.out())
                .startsWith("held: \"Lock 1\" by client " + cluster.owner("Lock 1") + " at 127.0.0.1:")
                .contains(" on server 3 for ");
        assertThat(held.exitCode()).isZero();
        assertThat(run("status", "Lock 2").out()).isEqualTo("free: there is no such lock \"Lock 2\"\n");
        assertThat(run("status", "-q", "Lock 1")).isEqualTo(new Ran(0, "", ""));
        assertThat(run("status", "-q", "Lock 2")).isEqualTo(new Ran(1, "", ""));
    }

    @Test
    void aLockIsHeldUntilTheInputEndsAndThenReleased() throws Exception {
        PipedOutputStream hand = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(hand);
        CompletableFuture<Ran> ran = CompletableFuture.supplyAsync(() -> run(input, "lock", "Lock", "1"));
        cluster.awaitHeld("Lock 1");
        assertThat(cluster.owner("Lock 1")).isEqualTo(50_000);
        assertThat(ran).isNotDone();

        hand.close();

        assertThat(ran.get(20, TimeUnit.SECONDS))
                .isEqualTo(new Ran(0, "granted: \"Lock 1\" token 1\nreleased: \"Lock 1\"\n", ""));
        assertThat(cluster.owner("Lock 1")).isZero();
    }

    @Test
    void aLockThatIsLostWhileHeldEndsTheCommand() throws Exception {
        PipedOutputStream hand = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(hand);
        CompletableFuture<Ran> ran = CompletableFuture.supplyAsync(() -> run(input, "lock", "a"));
        cluster.awaitHeld("a");
        cluster.expireSessions();

        Ran result = ran.get(20, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isEqualTo(76);
        assertThat(result.err()).startsWith("lockstep: lost: \"a\": ");
        hand.close();
    }

    @Test
    void aDetachedLockIsReleasedByWhoeverHasItsKey() {
        Ran detached = run("lock", "Lock 1", "--detach", "--ttl", "60s", "-o", "json");
        assertThat(detached.out())
                .matches("\\{\"name\":\"Lock 1\",\"token\":1,\"session\":1,\"key\":\"[0-9a-f]{32}\"}\n");
        String key = detached.out().replaceAll(".*\"key\":\"|\".*\n", "");
        assertThat(cluster.owner("Lock 1")).isEqualTo(50_000);
        assertThat(cluster.linesSoFar("HELLO"))
                .anyMatch(line -> line.matches("HELLO 1 ttl=60000ms client=[^ ]+@[^ ]+\\[\\d+]"));

        assertThat(run("release", "Lock 1").exitCode()).isEqualTo(1);
        Ran released = run("release", "Lock 1", "--session", "1", "--key", key, "--token", "1");
        assertThat(released).isEqualTo(new Ran(0, "released: \"Lock 1\"\n", ""));
        assertThat(cluster.owner("Lock 1")).isZero();
    }

    @Test
    void aHeldLockIsNotAcquired() {
        cluster.holdElsewhere("a");
        Ran refused = run("lock", "a");
        assertThat(refused.exitCode()).isEqualTo(75);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .matches("lockstep: refused: \"a\" is held by client \\d+ at 127.0.0.1:\\d+ on server 3 for (?s).*")
                .hasLineCount(1);
        assertThat(run("-o", "json", "lock", "a").err())
                .startsWith("{\"error\":\"HELD\",\"owner\":" + cluster.owner("a") + ",");
    }

    @Test
    void anUnreachableServerIsUnavailable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Ran ran = run(none(), Map.of(), "--server", "127.0.0.1:" + free, "--timeout", "300ms", "status", "a");
        assertThat(ran.exitCode()).isEqualTo(69);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("lockstep: unavailable: 127.0.0.1:" + free + ": connection refused; nothing was done");
    }

    @Test
    void withoutALeaderALockIsUnavailable() {
        cluster.always(Verb.LOCK, Fault.NO_LEADER);
        Ran ran = run("--timeout", "300ms", "lock", "a");
        assertThat(ran.exitCode()).isEqualTo(69);
        assertThat(ran.err()).contains("no leader");
    }

    @Test
    void anOutcomeThatStaysUnknownHasItsOwnStatus() {
        cluster.always(Verb.LOCK, Fault.UNKNOWN_AFTER);
        Ran ran = run("--timeout", "300ms", "lock", "a");
        assertThat(ran.exitCode()).isEqualTo(74);
        assertThat(ran.err()).startsWith("lockstep: unknown: the request may or may not have been done");
    }

    @Test
    void theServerComesFromTheEnvironmentToo() {
        Ran ran = run(none(), Map.of("LOCKSTEP_SERVER", cluster.addresses()), "ping");
        assertThat(ran).isEqualTo(new Ran(0, "pong\n", ""));
    }

    @Test
    void mapsThatAgreeAndMapsThatDiffer() {
        Ran equal = run("maps");
        assertThat(equal.exitCode()).isZero();
        assertThat(equal.out().lines()).hasSize(3).allMatch(line -> line.matches(".* index 1  hash [0-9a-f]{16}.*"));

        cluster.corrupt(2);
        Ran different = run("hash");
        assertThat(different.exitCode()).isEqualTo(1);
        assertThat(different.err()).contains("two maps differ at index 2");
    }

    @Test
    void plainLinesRunInOneSessionWithoutAPrompt() {
        Ran ran =
                run(lines("# the paper's own words", "Lock", "Lock 1", "Status Lock 1", "", "Release Lock 1", "Quit"));
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly("granted", "held", "released");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void plainLinesStopAtTheFirstErrorAndSayWhere() {
        Ran refused = run(lines("lock a", "lock b", "status a"));
        assertThat(refused.exitCode()).isEqualTo(75);
        assertThat(refused.out()).isEqualTo("granted: \"a\" token 1\n");
        assertThat(refused.err()).startsWith("lockstep: line 2: refused: you already hold \"a\" (token 1)");
        assertThat(cluster.owner("a")).isZero();

        Ran wrong = run(lines("", "frob"));
        assertThat(wrong.exitCode()).isEqualTo(65);
        assertThat(wrong.err()).isEqualTo("lockstep: line 2: error: there is no command \"frob\"; help lists them\n");

        assertThat(run(lines("Lock")).exitCode()).isEqualTo(65);
        assertThat(run(lines("frob"), Map.of(), "-o", "json", "-s", cluster.addresses())
                        .err())
                .startsWith("{\"error\":\"BAD_DATA\",\"line\":1,");
    }

    @Test
    void theShellGoesOnAfterARefusalAndSaysWhatItReleased() {
        cluster.holdElsewhere("taken");
        Ran ran = run(lines("Lock", "Lock 1", "lock taken", "frob", "Status", "Lock 1", "quit"), "-i");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("connected: to 127.0.0.1:")
                .contains("(leader, 0 held)> lock which lock? granted: \"Lock 1\" token 2\n")
                .contains("(leader, 1 held)> refused: you already hold \"Lock 1\"")
                .contains("error: there is no command \"frob\"")
                .contains("status which lock? held: \"Lock 1\" by client 50000")
                .endsWith("bye: released \"Lock 1\"\n");
        assertThat(cluster.owner("Lock 1")).isZero();
    }

    @Test
    void howALockIsWantedAndByWhomIsSentAlong() throws Exception {
        run("lock", "Lock", "1", "--wait", "30s", "--permits", "3", "--delay", "5s", "--and", "b", "--label", "me");
        assertThat(cluster.awaitLine("HELLO")).isEqualTo("HELLO 1 ttl=10000ms client=me");
        assertThat(cluster.awaitLine("LOCK")).isEqualTo("LOCK \"Lock 1\" b permits=3 delay=5s wait=30s req=1");
        run("lock", "a", "--shared", "--label", "me", "--reason", "nightly run");
        assertThat(cluster.awaitLine("HELLO")).isEqualTo("HELLO 1 ttl=10000ms client=\"me nightly run\"");
        assertThat(cluster.awaitLine("LOCK")).isEqualTo("LOCK a mode=shared req=1");
    }

    @Test
    void helpAndVersionAreDataOnStdout() {
        assertThat(run("--help").out()).startsWith("Usage: lockstep");
        assertThat(run("status", "--help").out()).startsWith("Usage: lockstep status");
        assertThat(run("--version").out()).startsWith("Lockstep ");
        assertThat(run("--help").exitCode()).isZero();
    }

    @Test
    void whoAmINodesAndListAnswer() {
        cluster.holdElsewhere("a");
        assertThat(run("whoami").out()).startsWith("client 50000 at ");
        assertThat(run("nodes").out()).endsWith("3 servers, voting: 3, survives the loss of 1\n");
        assertThat(run("list", "--prefix", "a").out().lines()).hasSize(2);
        assertThat(run("list", "--prefix", "b").out()).isEqualTo("0 locks held\n");
    }

    private static InputStream none() {
        return InputStream.nullInputStream();
    }

    private static InputStream lines(String... lines) {
        return new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Ran run(String... words) {
        return run(none(), words);
    }

    private Ran run(InputStream input, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.contains("--server")) {
            all.add(0, "--server=" + cluster.addresses());
        }
        return run(input, Map.of(), all.toArray(String[]::new));
    }

    private Ran run(InputStream input, Map<String, String> variables, String... words) {
        return Ran.of(input, variables, words);
    }
}

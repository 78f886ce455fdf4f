package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.program.Environment;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code lockstep lock} against a cluster in this process: what it takes, holds, refuses, and says of it. */
@Timeout(60)
class LockCommandTest {

    private final LiveCluster cluster = new LiveCluster("one", 3);
    /** The other ends of the inputs that stay open. */
    private final List<PipedOutputStream> hands = new ArrayList<>();

    private final CountDownLatch granted = new CountDownLatch(1);

    @AfterEach
    void stop() throws Exception {
        letGo();
        cluster.close();
    }

    @Test
    void aLockIsHeldUntilTheInputEndsAndThenReleased() throws Exception {
        CompletableFuture<Ran> ran = hold("lock", "Lock 1");
        granted.await();
        assertThat(cluster.owner("Lock 1")).isEqualTo(50_000);
        assertThat(ran).isNotDone();

        letGo();

        assertThat(ran.get(20, TimeUnit.SECONDS))
                .isEqualTo(new Ran(0, "granted: \"Lock 1\" token 1\nreleased: \"Lock 1\"\n", ""));
        assertThat(cluster.owner("Lock 1")).isZero();
    }

    @Test
    void anInputThatHasEndedHoldsNothing() {
        Ran ran = run("lock", "nightly job");
        assertThat(ran.exitCode()).isEqualTo(64);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("lockstep: error: stdin ended before the lock was granted")
                .contains("lockstep run \"nightly job\" -- COMMAND")
                .hasLineCount(1);
        assertThat(cluster.owner("nightly job")).isZero();
        assertThat(cluster.linesSoFar("LOCK")).isEmpty();
    }

    @Test
    void anInputThatEndsDuringTheWaitEndsTheWait() throws Exception {
        cluster.holdElsewhere("a");
        CompletableFuture<Ran> ran = hold("lock", "a", "--wait", "1h");
        cluster.awaitLine("LOCK");
        letGo();
        assertThat(ran.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(64);
    }

    @Test
    void aLockThatIsLostWhileHeldEndsTheCommand() throws Exception {
        CompletableFuture<Ran> ran = hold("lock", "a");
        granted.await();
        cluster.expireSessions();

        Ran result = ran.get(20, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isEqualTo(76);
        assertThat(result.err()).startsWith("lockstep: lost: \"a\": ");
    }

    @Test
    void aDetachedLockIsExtendedAndReleasedByWhoeverHasItsKey() {
        Ran detached = run("lock", "Lock 1", "--detach", "--lease", "60s", "-o", "json");
        assertThat(detached.out())
                .matches("\\{\"name\":\"Lock 1\",\"token\":1,\"key\":\"[0-9a-f]{32}\",\"lease_ms\":60000}\n");
        String key = detached.out().replaceAll(".*\"key\":\"|\".*\n", "");
        assertThat(cluster.owner("Lock 1")).isPositive();

        assertThat(run("release", "Lock 1").exitCode()).isEqualTo(1);
        assertThat(run("extend", "Lock 1", "--key", "wrong", "--lease", "2h").exitCode())
                .isEqualTo(1);
        Ran extended = run("extend", "Lock 1", "--key", key, "--token", "1", "--lease", "2h");
        assertThat(extended).isEqualTo(new Ran(0, "extended: \"Lock 1\" token 1 for 2h\n", ""));
        Ran released = run("release", "Lock 1", "--key", key, "--token", "1");
        assertThat(released).isEqualTo(new Ran(0, "released: \"Lock 1\"\n", ""));
        assertThat(cluster.owner("Lock 1")).isZero();
    }

    @Test
    void aDetachedLockSaysHowLongItIsHeld() {
        assertThat(run("lock", "a", "--detach").err()).contains("--detach needs --lease TIME");
        assertThat(run("lock", "a", "--detach").exitCode()).isEqualTo(64);
        assertThat(run("lock", "a", "--detach", "--lease", "1m").err()).startsWith("held for 1m from now, or until: ");
        assertThat(run("lock", "a", "--lease", "1m").err()).contains("belong to --detach");
    }

    @Test
    void aDetachedLockTakenAgainWithItsKeyIsTheSame() {
        Ran first = run("lock", "a", "--detach", "--lease", "1m", "--key", "my key", "--hold", "1s");
        assertThat(first.out()).isEqualTo("granted: \"a\" token 1 key \"my key\"\n");
        assertThat(run("lock", "a", "--detach", "--lease", "1m", "--key", "my key")
                        .out())
                .isEqualTo(first.out());
        assertThat(run("lock", "a", "--detach", "--lease", "1m", "--key", "another")
                        .exitCode())
                .isEqualTo(75);
        assertThat(run("release", "a", "--key", "my key").exitCode()).isZero();
        assertThat(run("status", "a").out()).startsWith("delayed: \"a\"");
    }

    @Test
    void severalWordsMayBeOneNameOrSeveral() {
        Ran ran = run("lock", "a", "b");
        assertThat(ran.exitCode()).isEqualTo(64);
        assertThat(ran.err())
                .isEqualTo("lockstep: error: 2 names where one is expected: if they are one name, write"
                        + " lockstep lock \"a b\"; for several locks, write lockstep lock a --and b\n");
        assertThat(run("status", "a", "b").err()).endsWith("if they are one name, write lockstep status \"a b\"\n");
        assertThat(run("watch", "a", "b").exitCode()).isEqualTo(64);
        assertThat(cluster.linesSoFar("LOCK")).isEmpty();
    }

    @Test
    void aHeldLockIsNotAcquired() throws Exception {
        cluster.holdElsewhere("a");
        Ran refused = hold("lock", "a").get(20, TimeUnit.SECONDS);
        assertThat(refused.exitCode()).isEqualTo(75);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .matches("lockstep: refused: \"a\" is held by client \\d+ at 127.0.0.1:\\d+ on server 3 for (?s).*")
                .hasLineCount(1);
        Ran json = hold("-o", "json", "lock", "a").get(20, TimeUnit.SECONDS);
        assertThat(json.err()).startsWith("{\"error\":\"HELD\",\"owner\":" + cluster.owner("a") + ",");
    }

    @Test
    void withoutALeaderALockIsUnavailable() throws Exception {
        cluster.always(Verb.LOCK, Fault.NO_LEADER);
        Ran ran = hold("--timeout", "300ms", "lock", "a").get(20, TimeUnit.SECONDS);
        assertThat(ran.exitCode()).isEqualTo(69);
        assertThat(ran.err()).contains("no leader");
    }

    @Test
    void anOutcomeThatStaysUnknownHasItsOwnStatus() throws Exception {
        cluster.always(Verb.LOCK, Fault.UNKNOWN_AFTER);
        Ran ran = hold("--timeout", "300ms", "lock", "a").get(20, TimeUnit.SECONDS);
        assertThat(ran.exitCode()).isEqualTo(74);
        assertThat(ran.err()).startsWith("lockstep: unknown: the request may or may not have been done");
    }

    @Test
    void howALockIsWantedAndByWhomIsSentAlong() throws Exception {
        CompletableFuture<Ran> first = hold(
                "lock", "Lock 1", "--wait", "30s", "--permits", "3", "--delay", "5s", "--and", "b", "--label", "me");
        assertThat(cluster.awaitLine("HELLO")).isEqualTo("HELLO 1 ttl=10000ms client=me");
        assertThat(cluster.awaitLine("LOCK")).isEqualTo("LOCK \"Lock 1\" b permits=3 delay=5s wait=30s req=1");
        CompletableFuture<Ran> second = hold("lock", "a", "--shared", "--label", "me", "--reason", "nightly run");
        assertThat(cluster.awaitLine("HELLO")).isEqualTo("HELLO 1 ttl=10000ms client=\"me nightly run\"");
        assertThat(cluster.awaitLine("LOCK")).isEqualTo("LOCK a mode=shared req=1");
        letGo();
        CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);
    }

    private void letGo() throws Exception {
        for (PipedOutputStream hand : hands) {
            hand.close();
        }
    }

    private Ran run(String... words) {
        return Ran.of(InputStream.nullInputStream(), Map.of(), atTheCluster(words));
    }

    /** Runs with an input that stays open until {@link #letGo}; {@link #granted} tells of its success. */
    private CompletableFuture<Ran> hold(String... words) throws Exception {
        PipedOutputStream hand = new PipedOutputStream();
        hands.add(hand);
        PipedInputStream input = new PipedInputStream(hand);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (toString(StandardCharsets.UTF_8).contains("granted")) {
                    granted.countDown();
                }
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                input,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        return CompletableFuture.supplyAsync(() -> {
            int exitCode = CommandLineRunner.run(environment, atTheCluster(words));
            return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        });
    }

    private String[] atTheCluster(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(0, "--server=" + cluster.addresses());
        return all.toArray(String[]::new);
    }
}

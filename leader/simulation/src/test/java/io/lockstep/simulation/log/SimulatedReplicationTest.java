package io.lockstep.simulation.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.replication.ReplicationContract;
import io.lockstep.follower.replication.ReplicationEvents;
import io.lockstep.follower.replication.ReplicationHarness;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import io.lockstep.simulation.time.SimulatedLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulated log keeps the same contract as the engine, at any pace. */
@ParameterizedClass
@MethodSource("seeds")
final class SimulatedReplicationTest extends ReplicationContract {

    @Parameter
    long seed;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @Override
    protected ReplicationHarness newHarness() {
        return new Harness(seed);
    }

    @Override
    protected boolean dropsItsLog() {
        return true;
    }

    private static final class Harness implements ReplicationHarness {

        private static final long PATIENCE_MICROS = 120_000_000;

        private final Randomness random;
        private final Scheduler scheduler;
        private final SharedLog log;
        private final Map<Integer, ServerDisk> disks = new HashMap<>();
        private final Map<Integer, SimulatedReplication> running = new HashMap<>();

        Harness(long seed) {
            random = new Randomness(seed);
            scheduler = new Scheduler(random.split());
            log = new SharedLog(scheduler, random.split(), drawn(random), (index, entry) -> {});
            new Elections(log, random.split()).start();
        }

        /** Any pace and any gap, but no refusals and no elections: the contract's tests cause those themselves. */
        private static LogHostility drawn(Randomness random) {
            LogHostility any = LogHostility.drawn(random);
            return new LogHostility(
                    0,
                    0,
                    0,
                    any.gap(),
                    0,
                    any.dropped(),
                    0,
                    1,
                    any.commitMicros() / 10 + 1,
                    any.paceMicros() / 10 + 1,
                    any.reportMicros() / 10 + 1,
                    any.noticeMicros() / 10 + 1,
                    0);
        }

        @Override
        public Replication found(int server, ReplicationEvents events) {
            log.found(new Membership(Set.of(member(server)), Set.of(), false));
            return join(server, events);
        }

        @Override
        public Replication join(int server, ReplicationEvents events) {
            disks.put(server, new ServerDisk());
            return restart(server, events);
        }

        @Override
        public Replication restart(int server, ReplicationEvents events) {
            SimulatedLoop loop = new SimulatedLoop(scheduler, random.split());
            SimulatedReplication replication =
                    new SimulatedReplication(log, server, disks.get(server), loop, random.split());
            running.put(server, replication);
            replication.start(events);
            return replication;
        }

        @Override
        public void crash(int server) {
            running.remove(server).stop();
        }

        @Override
        public void cutOff(int server) {
            log.cutOff(server);
        }

        @Override
        public void heal(int server) {
            log.reconnect(server);
        }

        @Override
        public Member member(int server) {
            return new Member(server, "server-" + server + ":9100");
        }

        @Override
        public void await(String what, BooleanSupplier condition) {
            long deadlineMicros = scheduler.nowMicros() + PATIENCE_MICROS;
            while (!condition.getAsBoolean()) {
                assertThat(scheduler.nowMicros()).as(what).isLessThan(deadlineMicros);
                scheduler.step();
            }
        }

        @Override
        public void pass(Duration time) {
            scheduler.runUntil(scheduler.nowMicros() + time.toNanos() / 1_000);
        }

        @Override
        public void close() {}
    }
}

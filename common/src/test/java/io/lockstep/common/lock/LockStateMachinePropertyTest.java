package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.entry.Damage;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.CommandResult.Refused;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands go into three state machines and must get the answers of the naive model from each: one that lives on,
 * one that is replaced from a snapshot of itself now and then, and one that gets the entries through their binary form.
 */
class LockStateMachinePropertyTest {

    private static final int ENTRIES = 1_500;

    /** Looking at everything takes longer than applying; what differs once goes on to differ. */
    private static final int LOOK_EVERY = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void itDoesWhatTheNaiveModelDoesAlsoAcrossSnapshots(long seed) {
        new Run(seed).go();
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104})
    void aDamagedSnapshotIsMalformedAndNeverAnotherState(long seed) {
        Run run = new Run(seed);
        run.go();
        byte[] snapshot = SnapshotCodec.encode(run.steady.freeze());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = Damage.damage(snapshot, random);
            try {
                StateImage image = SnapshotCodec.decode(damaged);
                assertThat(LockStateMachine.restore(image, run.limits).hash())
                        .as("seed %d", seed)
                        .isEqualTo(run.steady.hash());
            } catch (MalformedEncodingException e) {
                assertThat(damaged).as("seed %d", seed).isNotEqualTo(snapshot);
            }
        }
    }

    @Test
    void theRandomCommandsGetEveryResultThereIsAndSomeSessionsForgetAnswers() {
        Set<Class<?>> seen = new HashSet<>();
        boolean forgot = false;
        for (long seed = 201; seed <= 204; seed++) {
            Run run = new Run(seed);
            run.go();
            seen.addAll(run.seen);
            forgot |= run.steady.sessions().stream()
                    .anyMatch(session -> session.answers().forgottenUpTo() > 0);
        }
        // What belongs to waiting is not drawn yet.
        Set<Class<?>> notYet = Set.of(
                CommandResult.OthersInLine.class,
                CommandResult.Blocked.class,
                CommandResult.OtherMode.class,
                CommandResult.Deadlock.class,
                CommandResult.NotWaiting.class,
                CommandResult.AlreadyWaits.class,
                CommandResult.Queued.class,
                CommandResult.TimedOut.class,
                CommandResult.Cancelled.class,
                CommandResult.WaitCancelled.class,
                CommandResult.TimePassed.class);
        assertThat(seen)
                .containsAll(Arrays.stream(Refused.class.getPermittedSubclasses())
                        .filter(type -> !notYet.contains(type))
                        .toList());
        assertThat(seen)
                .containsAll(Arrays.stream(CommandResult.class.getPermittedSubclasses())
                        .filter(type -> type != Refused.class && !notYet.contains(type))
                        .toList());
        assertThat(forgot).isTrue();
    }

    private static final class Run {

        final long seed;
        final SplittableRandom random;
        final Limits limits;
        final NaiveModel model;
        final RandomCommands commands;
        final LockStateMachine steady;
        LockStateMachine restored;
        final LockStateMachine decoded;
        final Set<Class<?>> seen = new HashSet<>();
        int step;

        Run(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            limits = Cluster.limits(3 + random.nextInt(3), 6);
            model = new NaiveModel(limits.clientIdsPerServer(), limits.locks());
            commands = new RandomCommands(random.split(), model, random.nextInt(4));
            steady = new LockStateMachine(limits);
            restored = new LockStateMachine(limits);
            decoded = new LockStateMachine(limits);
        }

        void go() {
            for (step = 0; step < ENTRIES; step++) {
                if (random.nextInt(3) == 0) {
                    applyEverywhere(commands.entry(1 + random.nextInt(4)));
                } else {
                    applyDecided(commands.entry(1));
                }
                if (random.nextInt(25) == 0) {
                    byte[] snapshot = SnapshotCodec.encode(restored.freeze());
                    restored = LockStateMachine.restore(SnapshotCodec.decode(snapshot), limits);
                }
                if (step % LOOK_EVERY == 0) {
                    assertSameView();
                }
            }
        }

        /** A decision tells what happens next, and whether anything does. */
        private void applyDecided(Entry entry) {
            steady.apply(new Entry(entry.proposal(), entry.clusterMillis(), entry.wallMillis(), List.of()));
            Command command = entry.submissions().get(0).command();
            long before = steady.hash();
            Decision decision = steady.decide(command);
            assertThat(steady.hash()).as(at("deciding changed something")).isEqualTo(before);
            List<CommandResult> results = applyEverywhere(entry);
            assertThat(results).as(at(command)).containsExactly(decision.result());
            if (decision.changes()) {
                assertThat(steady.hash()).as(at(command)).isNotEqualTo(before);
                assertThat(decision.result()).as(at(command)).isNotInstanceOf(Refused.class);
            } else if (!(decision.result() instanceof Refused)) {
                assertThat(steady.hash()).as(at(command)).isEqualTo(before);
            }
        }

        private List<CommandResult> applyEverywhere(Entry entry) {
            List<CommandResult> expected = model.apply(entry);
            expected.forEach(result -> seen.add(result.getClass()));
            assertThat(results(steady.apply(entry))).as(at(entry)).isEqualTo(expected);
            assertThat(results(restored.apply(entry))).as(at(entry)).isEqualTo(expected);
            assertThat(results(decoded.apply(EntryCodec.decode(EntryCodec.encode(entry)))))
                    .as(at(entry))
                    .isEqualTo(expected);
            return expected;
        }

        private static List<CommandResult> results(List<Effect> effects) {
            return effects.stream().map(Effect::result).toList();
        }

        private void assertSameView() {
            assertThat(restored.hash()).as(at("after a snapshot")).isEqualTo(steady.hash());
            assertThat(decoded.hash()).as(at("in binary form")).isEqualTo(steady.hash());
            assertThat(restored.held("", "", 100)).as(at("locks")).isEqualTo(model.held());
            assertThat(restored.servers()).as(at("servers")).isEqualTo(model.servers);
            assertThat(restored.clusterMillis()).as(at("time")).isEqualTo(model.clusterMillis);
            assertThat(restored.lastToken()).as(at("tokens")).isEqualTo(model.tokens);
            assertThat(restored.sessionCount()).as(at("sessions")).isEqualTo(model.sessions.size());
            for (NaiveModel.LiveSession expected : model.sessions) {
                Session session = restored.session(expected.number);
                assertThat(session).as(at("session")).isNotNull();
                assertSameSession(session, expected);
            }
        }

        private void assertSameSession(Session session, NaiveModel.LiveSession expected) {
            long newest = expected.answers.isEmpty() ? 0 : expected.answers.lastKey();
            assertThat(List.of(
                            session.clientId(),
                            session.generation(),
                            session.lastAttempt(),
                            session.home(),
                            session.clientAddress(),
                            session.ttlMillis(),
                            session.resumable(),
                            session.answeredUpTo(),
                            session.newestRequest()))
                    .as(at("session"))
                    .isEqualTo(List.of(
                            expected.clientId,
                            expected.generation,
                            expected.attempt,
                            expected.home,
                            expected.address,
                            expected.opening.ttlMillis(),
                            expected.opening.resumable(),
                            expected.answeredUpTo,
                            Math.max(newest, expected.answeredUpTo)));
            assertThat(restored.holdsOf(session))
                    .as(at("locks of session"))
                    .containsExactlyInAnyOrderElementsOf(model.held().stream()
                            .map(LockStatus::oldest)
                            .filter(hold -> hold.session() == expected.number)
                            .toList());
        }

        private Supplier<String> at(Object what) {
            return () -> "seed %d, entry %d: %s".formatted(seed, step, what);
        }
    }
}

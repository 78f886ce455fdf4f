package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Refused;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.entry.Damage;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.common.entry.SnapshotCodec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands go into three state machines, and each must give the answers of the naive model: one that runs on,
 * one that is sometimes replaced by a snapshot of itself, and one that gets the entries through their binary form. More
 * seeds with {@code -Dlock.seeds=1000}.
 */
class LockStateMachinePropertyTest {

    private static final int SEEDS = Integer.getInteger("lock.seeds", 12);
    private static final int ENTRIES = 1_500;

    /** Comparing everything takes longer than applying, and a difference once made persists. */
    private static final int LOOK_EVERY = 5;

    /** The naive model has no users: {@code UserSessionsTest} is about these. */
    private static final Set<Class<?>> ABOUT_USERS = Set.of(
            CommandResult.AccessChanged.class,
            CommandResult.AccessRefused.class,
            CommandResult.NotAUser.class,
            CommandResult.RefusalsRecorded.class);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
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
    void randomCommandsCauseEveryResultAndEvent() {
        Set<Object> seen = new HashSet<>();
        boolean forgot = false;
        for (long seed = 201; seed <= 204; seed++) {
            Run run = new Run(seed);
            run.go();
            seen.addAll(run.seen);
            forgot |= run.steady.sessions().stream()
                    .anyMatch(session -> session.answers().forgottenUpTo() > 0);
        }
        // Only a leader gives the second one that is left out.
        assertThat(seen)
                .containsAll(Arrays.stream(Refused.class.getPermittedSubclasses())
                        .filter(type -> !ABOUT_USERS.contains(type) && type != CommandResult.HeapTooSmall.class)
                        .toList());
        assertThat(seen)
                .containsAll(Arrays.stream(CommandResult.class.getPermittedSubclasses())
                        .filter(type -> type != Refused.class && !ABOUT_USERS.contains(type))
                        .toList());
        assertThat(seen).containsAll(Arrays.asList(LockEvent.class.getPermittedSubclasses()));
        assertThat(seen).contains((Object[]) LockEvent.Leaving.values());
        assertThat(seen).contains((Object[]) LockEvent.Ending.values());
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
        final Set<Object> seen = new HashSet<>();
        int step;

        Run(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            limits = new Limits(
                    3 + random.nextInt(3),
                    4 + random.nextInt(4),
                    3 + random.nextInt(3),
                    2 + random.nextInt(2),
                    5 + random.nextInt(5));
            model = new NaiveModel(limits);
            commands = new RandomCommands(random.split(), model, Math.max(0, random.nextInt(8) - 4));
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

        /** A decision predicts the result, and whether the command changes anything. */
        private void applyDecided(Entry entry) {
            steady.apply(new Entry(entry.proposal(), entry.clusterMillis(), entry.wallMillis(), List.of()));
            Command command = entry.submissions().get(0).command();
            long before = steady.hash();
            Decision decision = steady.decide(command);
            assertThat(steady.hash()).as(at("deciding changed something")).isEqualTo(before);
            List<Effect> effects = applyEverywhere(entry);
            assertThat(effects).as(at(command)).extracting(Effect::result).containsExactly(decision.result());
            if (decision.changes()) {
                assertThat(steady.hash()).as(at(command)).isNotEqualTo(before);
                assertThat(decision.result()).as(at(command)).isNotInstanceOf(Refused.class);
            } else if (!(decision.result() instanceof Refused)) {
                assertThat(steady.hash()).as(at(command)).isEqualTo(before);
            }
        }

        private List<Effect> applyEverywhere(Entry entry) {
            List<Effect> expected = model.apply(entry);
            expected.forEach(this::note);
            assertThat(steady.apply(entry)).as(at(entry)).isEqualTo(expected);
            assertThat(restored.apply(entry)).as(at(entry)).isEqualTo(expected);
            assertThat(decoded.apply(EntryCodec.decode(EntryCodec.encode(entry))))
                    .as(at(entry))
                    .isEqualTo(expected);
            return expected;
        }

        private void note(Effect effect) {
            seen.add(effect.result().getClass());
            for (LockEvent event : effect.events()) {
                seen.add(event.getClass());
                if (event instanceof LockEvent.Released released) {
                    seen.add(released.reason());
                } else if (event instanceof LockEvent.Unqueued unqueued) {
                    seen.add(unqueued.reason());
                }
            }
        }

        private void assertSameView() {
            assertThat(restored.hash()).as(at("after a snapshot")).isEqualTo(steady.hash());
            assertThat(decoded.hash()).as(at("in binary form")).isEqualTo(steady.hash());
            assertThat(restored.held("", "", 100)).as(at("locks")).isEqualTo(model.views.allHeld());
            for (int i = 0; i < RandomCommands.NAMES; i++) {
                assertSameLock(RandomCommands.name(i));
            }
            assertThat(restored.audit(0, 100)).as(at("audit")).isEqualTo(model.views.newestAudit());
            assertThat(List.of(
                            steady.nextDueClusterMillis(),
                            restored.nextDueClusterMillis(),
                            decoded.nextDueClusterMillis()))
                    .as(at("what is due"))
                    .containsOnly(model.locks.nextDueMillis());
            assertThat(restored.servers()).as(at("servers")).isEqualTo(model.servers);
            assertThat(restored.clusterMillis()).as(at("time")).isEqualTo(model.clusterMillis);
            assertThat(restored.lastToken()).as(at("tokens")).isEqualTo(model.locks.tokens);
            assertThat(restored.sessionCount()).as(at("sessions")).isEqualTo(model.sessions.size());
            for (NaiveModel.LiveSession expected : model.sessions) {
                Session session = restored.session(expected.number);
                assertThat(session).as(at("session")).isNotNull();
                assertSameSession(session, expected);
            }
        }

        private void assertSameLock(LockName name) {
            assertThat(restored.status(name)).as(at(name)).isEqualTo(model.views.status(name));
            assertThat(restored.holders(name, 100))
                    .as(at(name))
                    .isEqualTo(model.locks.holders(name).stream()
                            .map(NaiveViews::view)
                            .toList());
            assertThat(restored.waiters(name, 100)).as(at(name)).isEqualTo(model.views.waiters(name));
        }

        private void assertSameSession(Session session, NaiveModel.LiveSession expected) {
            long newest = expected.answers.isEmpty() ? 0 : expected.answers.lastKey();
            List<NaiveLocks.Waiting> waits = model.locks.waitsOf(expected);
            for (NaiveLocks.Waiting waiting : waits) {
                newest = Math.max(newest, waiting.request());
                assertThat(restored.waiting(new RequestId(expected.number, 1, waiting.request(), 0)))
                        .as(at("waits"))
                        .isPresent();
            }
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
            assertThat(session.locksAwaited()).as(at("waiters")).isEqualTo(model.locks.locksAwaited(expected));
            assertThat(restored.heldBy(session))
                    .as(at("locks of session"))
                    .isEqualTo(model.locks.heldBy(expected).stream()
                            .map(NaiveViews::view)
                            .toList());
        }

        private Supplier<String> at(Object what) {
            return () -> "seed %d, entry %d: %s".formatted(seed, step, what);
        }
    }
}

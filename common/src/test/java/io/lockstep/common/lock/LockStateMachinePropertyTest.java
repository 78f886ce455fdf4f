package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.AccessVerdict.Refusal;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Refused;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.FeatureLevel;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.entry.Damage;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.naive.ModelComparison;
import io.lockstep.common.lock.naive.NaiveModel;
import io.lockstep.common.lock.naive.RandomCommands;
import java.util.Arrays;
import java.util.EnumSet;
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
                assertThat(LockStateMachine.restore(image, run.limits, FeatureLevel::neededBy)
                                .hash())
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
        for (long seed = 201; seed <= 206; seed++) {
            Run run = new Run(seed);
            run.go();
            seen.addAll(run.seen);
            forgot |= run.steady.sessions(0).stream()
                    .anyMatch(session -> session.answers().forgottenUpTo() > 0);
        }
        // Only a leader gives the one that is left out.
        assertThat(seen)
                .containsAll(Arrays.stream(Refused.class.getPermittedSubclasses())
                        .filter(type -> type != CommandResult.HeapTooSmall.class)
                        .toList());
        assertThat(seen)
                .containsAll(Arrays.stream(CommandResult.class.getPermittedSubclasses())
                        .filter(type -> type != Refused.class)
                        .toList());
        assertThat(seen).containsAll(Arrays.asList(LockEvent.class.getPermittedSubclasses()));
        assertThat(seen).contains((Object[]) LockEvent.Leaving.values());
        assertThat(seen).contains((Object[]) LockEvent.Ending.values());
        assertThat(seen).containsAll(Arrays.asList(AccessChange.class.getPermittedSubclasses()));
        // AccessTableTest has a thousand users, and a hundred rules.
        assertThat(seen).containsAll(EnumSet.complementOf(EnumSet.of(Refusal.TOO_MANY_USERS, Refusal.TOO_MANY_RULES)));
        assertThat(seen).contains(Quotas.Kind.SESSIONS, Quotas.Kind.LOCKS, Quotas.Kind.WAITERS);
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
                    3 + random.nextInt(4),
                    3 + random.nextInt(3),
                    2 + random.nextInt(2),
                    5 + random.nextInt(8));
            model = new NaiveModel(limits);
            commands = new RandomCommands(random.split(), model, Math.max(0, random.nextInt(8) - 4));
            steady = new LockStateMachine(limits, NaiveModel::neededLevel);
            restored = new LockStateMachine(limits, NaiveModel::neededLevel);
            decoded = new LockStateMachine(limits, NaiveModel::neededLevel);
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
                    restored =
                            LockStateMachine.restore(SnapshotCodec.decode(snapshot), limits, NaiveModel::neededLevel);
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
            for (int i = 0; i < expected.size(); i++) {
                note(entry.submissions().get(i).command(), expected.get(i));
            }
            assertThat(steady.apply(entry)).as(at(entry)).isEqualTo(expected);
            assertThat(restored.apply(entry)).as(at(entry)).isEqualTo(expected);
            assertThat(decoded.apply(EntryCodec.decode(EntryCodec.encode(entry))))
                    .as(at(entry))
                    .isEqualTo(expected);
            return expected;
        }

        private void note(Command command, Effect effect) {
            CommandResult result = effect.result();
            seen.add(result.getClass());
            if (result instanceof CommandResult.AccessRefused refused) {
                seen.add(refused.reason());
            } else if (result instanceof CommandResult.AccessChanged) {
                seen.add(((Command.ChangeAccess) command).change().getClass());
            } else if (result instanceof CommandResult.Full full) {
                Quotas.Kind.named(full.bound().replaceFirst(" of user .*", "")).ifPresent(seen::add);
            }
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
            assertThat(List.of(
                            steady.nextDueClusterMillis(),
                            restored.nextDueClusterMillis(),
                            decoded.nextDueClusterMillis()))
                    .as(at("what is due"))
                    .containsOnly(model.nextDueMillis());
            new ModelComparison(restored, model, at("").get()).assertSame();
        }

        private Supplier<String> at(Object what) {
            return () -> "seed %d, entry %d: %s".formatted(seed, step, what);
        }
    }
}

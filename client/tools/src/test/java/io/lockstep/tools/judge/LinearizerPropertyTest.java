package io.lockstep.tools.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearizerPropertyTest {

    private static final int SMALL_HISTORIES = 20_000;
    private static final int SOUND_HISTORIES = 60;

    @Test
    void agreesWithTryingEveryOrderOnSmallHistories() {
        int sound = 0;
        for (int seed = 0; seed < SMALL_HISTORIES; seed++) {
            List<Operation> history = smallHistory(new Random(seed));
            boolean expected = NaiveLinearizer.isSound(history);
            sound += expected ? 1 : 0;
            Verdict verdict = new Linearizer(history, Judge.STATES_MAX_DEFAULT).run();
            assertThat(verdict instanceof Verdict.Sound)
                    .as("seed %d: %s", seed, history)
                    .isEqualTo(expected);
        }
        // A comparison with nearly all verdicts of one kind would prove little.
        assertThat(sound).isBetween(SMALL_HISTORIES / 20, SMALL_HISTORIES * 19 / 20);
    }

    /** A random history, sound or not, without two grants or releases of one token, which the direct checks refuse. */
    private static List<Operation> smallHistory(Random random) {
        List<Operation> history = new ArrayList<>();
        Set<String> used = new HashSet<>();
        int size = 2 + random.nextInt(6);
        while (history.size() < size) {
            String client = "ABC".substring(random.nextInt(3)).substring(0, 1);
            long call = random.nextInt(12);
            long ret = call + random.nextInt(5);
            long token = 1L + random.nextInt(4);
            Operation operation = switch (random.nextInt(10)) {
                case 0, 1, 2 -> new Operation(client, Kind.ACQUIRE, "l", call, ret, Result.OK, token, null);
                case 3 -> new Operation(client, Kind.ACQUIRE, "l", call, ret, Result.BUSY, 0, null);
                case 4 -> Operation.begun(client, Kind.ACQUIRE, "l", call, 0);
                case 5 -> new Operation(client, Kind.RELEASE, "l", call, ret, Result.OK, token, null);
                case 6 -> Operation.begun(client, Kind.RELEASE, "l", call, token);
                case 7 -> Operation.status(client, "l", call, ret, null, 0);
                case 8 -> Operation.status(client, "l", call, ret, client, random.nextBoolean() ? token : 0);
                default -> Operation.expire(client, "l", call, random.nextBoolean() ? token : 0);
            };
            boolean once = operation.is(Kind.ACQUIRE, Result.OK) || operation.is(Kind.RELEASE, Result.OK);
            if (!once || used.add(operation.kind() + " " + token)) {
                history.add(operation);
            }
        }
        return history;
    }

    @Test
    void soundHistoriesOfASimulatedLockPass() {
        for (int seed = 0; seed < SOUND_HISTORIES; seed++) {
            assertThat(Histories.judge(SimulatedLock.history(seed, 2 + seed % 12, 1_500)))
                    .as("seed %d", seed)
                    .isInstanceOf(Verdict.Sound.class);
        }
    }

    @Test
    @Timeout(60)
    void aHistoryOfTenThousandGrantsIsJudgedQuickly() {
        List<Operation> history = SimulatedLock.history(1, 16, 500_000);
        long grants = history.stream()
                .filter(operation -> operation.is(Kind.ACQUIRE, Result.OK))
                .count();
        assertThat(grants).isGreaterThan(10_000);
        long startNanos = System.nanoTime();
        assertThat(Histories.judge(history)).isInstanceOf(Verdict.Sound.class);
        System.out.printf(
                "Judged %d operations, %d grants, in %d ms%n",
                history.size(), grants, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    }

    /** Each makes one change that no correct lock explains. */
    enum Mutation {
        TOKEN_USED_AGAIN,
        OWNER_THAT_NEVER_ASKED,
        RELEASE_BY_A_STRANGER,
        RELEASE_THAT_FOUND_NOTHING,
        RELEASE_THAT_COMES_LATE,
        STATUS_OF_AN_EARLIER_HOLD
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void aSingleMutationOfASoundHistoryIsCaught(Mutation mutation) {
        int mutated = 0;
        for (int seed = 0; seed < SOUND_HISTORIES; seed++) {
            List<Operation> history = SimulatedLock.history(seed, 5, 400);
            Operation chosen = chosen(mutation, history, new Random(seed));
            Operation changed = changed(mutation, chosen, history);
            if (changed.equals(chosen)) {
                continue;
            }
            mutated++;
            history.set(history.indexOf(chosen), changed);
            assertThat(Histories.judge(history)).as("seed %d", seed).isInstanceOf(Verdict.Violation.class);
        }
        assertThat(mutated).isGreaterThan(SOUND_HISTORIES / 3);
    }

    private static Operation chosen(Mutation mutation, List<Operation> history, Random random) {
        Kind kind = switch (mutation) {
            case TOKEN_USED_AGAIN -> Kind.ACQUIRE;
            case OWNER_THAT_NEVER_ASKED, STATUS_OF_AN_EARLIER_HOLD -> Kind.STATUS;
            default -> Kind.RELEASE;
        };
        List<Operation> some = history.stream()
                .filter(operation -> operation.is(kind, Result.OK))
                .toList();
        return some.get(random.nextInt(some.size()));
    }

    /** The changed operation; unchanged if the change would not certainly break a rule. */
    private static Operation changed(Mutation mutation, Operation of, List<Operation> history) {
        List<Operation> earlier = history.stream()
                .filter(operation -> operation.is(Kind.ACQUIRE, Result.OK) && operation.ret() < of.call())
                .sorted(Comparator.comparingLong(Operation::token))
                .toList();
        Operation first = earlier.isEmpty() ? of : earlier.get(0);
        return switch (mutation) {
            case TOKEN_USED_AGAIN -> earlier.isEmpty() ? of : of.ended(of.ret(), Result.OK, first.token());
            case OWNER_THAT_NEVER_ASKED -> Operation.status(of.client(), "l", of.call(), of.ret(), "nobody", 0);
            case RELEASE_BY_A_STRANGER ->
                new Operation("nobody", Kind.RELEASE, "l", of.call(), of.ret(), Result.OK, of.token(), null);
            case RELEASE_THAT_FOUND_NOTHING ->
                mayExpire(of, history, of.ret()) ? of : of.ended(of.ret(), Result.NOT_HELD, of.token());
            case RELEASE_THAT_COMES_LATE -> releasedInTheEnd(of, history);
            case STATUS_OF_AN_EARLIER_HOLD ->
                earlier.size() < 2
                        ? of
                        : Operation.status(of.client(), "l", of.call(), of.ret(), first.client(), first.token());
        };
    }

    private static boolean mayExpire(Operation release, List<Operation> history, long until) {
        return history.stream()
                .anyMatch(operation -> operation.kind() == Kind.EXPIRE
                        && operation.client().equals(release.client())
                        && operation.call() <= until);
    }

    /** Moved behind everything else, so that nothing ends the hold before the next grant. */
    private static Operation releasedInTheEnd(Operation of, List<Operation> history) {
        long last = history.stream().mapToLong(Operation::ret).max().orElseThrow() + 1;
        boolean another = history.stream()
                .anyMatch(operation -> operation.is(Kind.ACQUIRE, Result.OK) && operation.token() > of.token());
        return another ? new Operation(of.client(), Kind.RELEASE, "l", last, last, Result.OK, of.token(), null) : of;
    }
}

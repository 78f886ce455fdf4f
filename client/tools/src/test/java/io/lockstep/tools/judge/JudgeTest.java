package io.lockstep.tools.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.tools.history.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One history for each rule, sound and broken. */
class JudgeTest {

    private static final String UNIQUE = "a token is granted once";
    private static final String RELEASED_ONCE = "a grant is released once";
    private static final String RISING = "tokens rise";
    private static final String APART = "two certain holds do not overlap";
    private static final String WRITES = "no write is accepted after one with a higher token";
    private static final String ORDER = "some order of the operations explains every answer";

    @Test
    void nothingIsSound() {
        requireSound();
    }

    @Test
    void aLockGoesFromOneToTheNext() {
        requireSound(
                "A acquire 1-2 ok 1",
                "B acquire 3-4 busy",
                "C status 3-4 A 1",
                "A release 5-6 ok 1",
                "C status 7-8 free",
                "B acquire 9-10 ok 2",
                "A release 11-12 not_held 1",
                "C status 13-14 B 2");
    }

    @Test
    void anOwnerWhomNobodyKnowsMayBeAGrantWhoseAnswerWasLost() {
        requireSound("lease-1 acquire 1-1 unknown", "C status 2-3 X 1", "B acquire 4-5 fail", "C status 6-7 X 1");
        requireBroken(ORDER, "lease-1 acquire 4-4 unknown", "C status 2-3 X 1");
        requireBroken(ORDER, "D acquire 1-1 unknown", "C status 2-3 X 1");
        requireBroken(ORDER, "lease-1 acquire 1-1 unknown", "X acquire 5-6 ok 2", "C status 2-3 X 2");
        requireBroken(APART, "A acquire 1-2 ok 1", "lease-1 acquire 1-1 unknown", "B acquire 3-4 ok 2");
    }

    @Test
    void aDoubleGrantIsFound() {
        requireBroken(APART, "A acquire 1-2 ok 1", "B acquire 3-4 ok 2", "A release 5-6 ok 1", "B release 5-6 ok 2");
    }

    @Test
    void grantsThatCannotBothBeAreFoundAlsoWhereNoHoldIsCertain() {
        // Either hold may end before the other begins, but not both.
        requireBroken(ORDER, "A acquire 1-9 ok 1", "A release 2-9 ok 1", "B acquire 1-9 ok 2", "C status 10-11 A");
    }

    @Test
    void twoHoldersThatNeverLetGoAreFound() {
        requireBroken(APART, "A acquire 1-2 ok 1", "B acquire 3-4 ok 2");
    }

    @Test
    void aTokenThatIsUsedAgainIsFound() {
        requireBroken(UNIQUE, "A acquire 1-2 ok 1", "A release 3-4 ok 1", "B acquire 5-6 ok 1");
    }

    @Test
    void aTokenThatGoesBackwardsIsFound() {
        requireBroken(RISING, "A acquire 1-2 ok 5", "A release 3-4 ok 5", "B acquire 5-6 ok 4");
    }

    @Test
    void tokensOfConcurrentGrantsMayGoEitherWay() {
        requireSound("A acquire 1-6 ok 5", "B acquire 1-6 ok 4", "B release 2-6 ok 4");
    }

    @Test
    void equalTimesAreConcurrent() {
        requireSound("A acquire 1-2 ok 5", "A release 3-4 ok 5", "B acquire 2-4 ok 4", "B release 2-4 ok 4");
        requireBroken(ORDER, "A acquire 1-2 ok 5", "A release 3-4 ok 5", "C status 5-6 A");
        requireSound("A acquire 1-2 ok 5", "A release 3-4 ok 5", "C status 4-6 A");
    }

    @Test
    void aReleaseThatIsLostIsFound() {
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A release 3-4 ok 1", "B status 5-6 A 1");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A release 3-4 ok 1", "B acquire 5-6 busy");
    }

    @Test
    void aGrantThatIsLostIsFound() {
        requireBroken(ORDER, "A acquire 1-2 ok 1", "B status 5-6 free");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A release 5-6 not_held 1");
    }

    @Test
    void aStatusThatIsStaleIsFound() {
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A release 3-4 ok 1", "B acquire 5-6 ok 2", "C status 7-8 A 1");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "C status 3-4 B");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "C status 3-4 A 2");
    }

    @Test
    void aStatusThatGoesBackIsFound() {
        requireBroken(ORDER, "A acquire 1-9 ok 1", "C status 2-3 A", "C status 4-5 free");
        requireSound("A acquire 1-9 ok 1", "C status 2-3 free", "C status 4-5 A");
    }

    @Test
    void aRefusalWhileTheLockIsFreeIsFound() {
        requireBroken(ORDER, "B acquire 1-2 busy");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A release 3-4 ok 1", "B acquire 5-6 busy");
        requireSound("A acquire 1-2 ok 1", "A release 3-6 ok 1", "B acquire 5-6 busy");
    }

    @Test
    void aReleaseThatIsNotTheOwnersIsFound() {
        requireBroken(ORDER, "A acquire 1-2 ok 1", "B release 3-4 ok 1");
        requireBroken(ORDER, "A acquire 1-2 ok 2", "A release 3-4 ok 1");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A release 3-4 not_held 1");
        requireSound("A acquire 1-2 ok 2", "A release 3-4 not_held 1");
    }

    @Test
    void aSecondReleaseOfOneGrantIsFound() {
        requireBroken(RELEASED_ONCE, "A acquire 1-2 ok 1", "A release 3-4 ok 1", "A release 5-6 ok 1");
    }

    @Test
    void aWriteWithAnOldTokenIsFound() {
        requireBroken(WRITES, "A write 1-2 ok 2", "B write 3-4 ok 1");
        requireSound("A write 1-2 ok 2", "B write 3-4 rejected 1", "A write 5-6 ok 2");
        requireSound("A write 1-4 ok 2", "B write 3-4 ok 1");
    }

    @Test
    void aLeaseThatEndsInTimeIsSoundAndOneThatEndsEarlyIsFound() {
        requireSound("A acquire 1-2 ok 1", "A expire 10 1", "B acquire 9-11 ok 2");
        requireSound("A acquire 1-2 ok 1", "A expire 10", "B acquire 9-11 ok 2");
        requireBroken(APART, "A acquire 1-2 ok 1", "A expire 10 1", "B acquire 8-9 ok 2");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A expire 10 1", "C status 8-9 free");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A expire 10 1", "A release 8-9 not_held 1");
    }

    @Test
    void aLeaseThatMayEndNeedNotEnd() {
        requireSound("A acquire 1-2 ok 1", "A expire 10 1", "C status 20-21 A 1", "A release 22-23 ok 1");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A expire 10 1", "C status 20-21 free", "A release 22-23 ok 1");
    }

    @Test
    void theEndOfOneGrantIsNotThatOfAnother() {
        requireBroken(
                APART,
                "A acquire 1-2 ok 1",
                "A expire 3 1",
                "A release 4-5 ok 1",
                "A acquire 6-7 ok 2",
                "B acquire 8-9 ok 3");
    }

    @Test
    void anUnknownAcquireMayTakeEffectLaterOrNever() {
        requireSound("A acquire 1- unknown", "B status 2-3 free", "B status 4-5 A 1", "B acquire 6-7 busy");
        requireSound("A acquire 1- unknown", "B status 2-3 free", "B acquire 6-7 ok 1");
        requireBroken(ORDER, "B status 4-5 A 1", "A acquire 6- unknown");
        requireSound("B acquire 4-5 busy", "A acquire 1- unknown");
    }

    @Test
    void anUnknownAcquireTakesEffectOnce() {
        requireBroken(
                ORDER, "A acquire 1- unknown", "A expire 3", "B status 2-3 A", "B status 4-5 free", "B status 6-7 A");
        requireBroken(
                ORDER,
                "A acquire 1- unknown",
                "A expire 3",
                "B acquire 4-5 busy",
                "B status 6-7 free",
                "B acquire 8-9 busy");
        requireSound(
                "A acquire 1- unknown",
                "A expire 3",
                "C acquire 1- unknown",
                "C expire 3",
                "B acquire 4-5 busy",
                "B status 6-7 free",
                "B acquire 8-9 busy");
    }

    @Test
    void anUnknownAcquireWithoutAnEndHoldsForEver() {
        requireBroken(ORDER, "A acquire 1- unknown", "B acquire 2-3 busy", "B acquire 4-5 ok 9");
        requireBroken(ORDER, "A acquire 1- unknown", "A expire 6", "B acquire 2-3 busy", "B acquire 4-5 ok 9");
        requireSound("A acquire 1- unknown", "A expire 5", "B acquire 2-3 busy", "B acquire 4-5 ok 9");
    }

    @Test
    void anonymousHoldsAreAtMostTheirPossibleAcquires() {
        // Two sessions were dropped; the lease of one has not ended yet when the second hold has.
        String[] seen = {"A acquire 1- unknown", "A expire 3", "C acquire 1- unknown", "B acquire 4-5 busy"};
        String[] twice = with(seen, "B status 6-7 free", "B acquire 8-9 busy", "B status 10-11 free");
        requireBroken(ORDER, with(twice, "C expire 12"));
        requireSound(with(twice, "C expire 11"));
        // An acquire that is called later cannot have made the first hold.
        requireBroken(ORDER, with(new String[] {"B acquire 1-2 busy"}, "A acquire 3- unknown"));
    }

    @Test
    void aTokenThatNobodySawIsUsedUp() {
        String[] seen = {"A acquire 1-2 ok 1", "A release 3-4 ok 1", "C acquire 5- unknown", "C expire 7"};
        requireSound(with(seen, "B status 6-7 C", "B acquire 8-9 ok 3"));
        requireBroken(ORDER, with(seen, "B status 6-7 C", "B acquire 8-9 ok 2"));
        requireBroken(ORDER, with(seen, "B status 6-7 C 5", "B acquire 8-9 ok 3"));
        requireSound(with(seen, "B status 6-7 C 5", "B acquire 8-9 ok 6"));
        requireBroken(ORDER, with(seen, "B status 6-7 C 5", "B status 6-8 C 6"));
    }

    @Test
    void anUnknownReleaseMayTakeEffectLaterOrNever() {
        requireSound("A acquire 1-2 ok 1", "A release 3- unknown 1", "B status 4-5 A", "B acquire 6-7 ok 2");
        requireSound("A acquire 1-2 ok 1", "A release 3- unknown 1", "B acquire 6-7 busy");
        requireBroken(APART, "A acquire 1-2 ok 1", "A release 8- unknown 1", "B acquire 6-7 ok 2");
        requireBroken(ORDER, "A acquire 1-2 ok 1", "A release 3- unknown 1", "B status 4-5 free", "B status 6-7 A");
    }

    @Test
    void whatCertainlyFailedCountsForNothing() {
        requireSound("A acquire 1-2 fail", "B status 3-4 free", "A release 3-4 fail 1");
        requireBroken(ORDER, "A acquire 1-2 fail", "B status 3-4 A");
    }

    @Test
    void locksAreJudgedEachOnItsOwn() {
        List<Operation> history = new ArrayList<>(Histories.of("A acquire 1-2 ok 1"));
        Operation other = Histories.of("A acquire 1-2 ok 1").get(0);
        history.add(
                new Operation(other.client(), other.kind(), "m", 1, 2, other.result(), other.token(), other.owner()));
        assertThat(Histories.judge(history)).isInstanceOf(Verdict.Sound.class);
    }

    @Test
    void aViolationShowsTheLockAndWhatHappenedAround() {
        List<Operation> history = Histories.of("A acquire 1-2 ok 1", "A release 3-4 ok 1", "B status 5-6 A 1");
        assertThat(Histories.judge(history)).isInstanceOfSatisfying(Verdict.Violation.class, violation -> {
            assertThat(violation.lock()).isEqualTo("l");
            assertThat(violation.detail()).contains("STATUS of B", "time 6", "before it the lock was free");
            assertThat(violation.around()).isEqualTo(history);
        });
    }

    @Test
    void aSearchThatGrowsTooLargeIsGivenUp() {
        List<Operation> history = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            history.addAll(Histories.of("S" + i + " acquire 1- unknown", "S" + i + " expire 1"));
            history.addAll(Histories.of("S" + i + " release 900- unknown " + (1000 + i)));
        }
        history.addAll(Histories.of("B acquire 4-5 busy", "B status 6-7 free", "B acquire 8-9 busy"));
        assertThat(Judge.judge(history, 10)).isInstanceOf(Verdict.Undecided.class);
        assertThat(Judge.judge(history, 10_000)).isInstanceOf(Verdict.Sound.class);
    }

    private static String[] with(String[] lines, String... more) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void requireSound(String... lines) {
        assertThat(Histories.judge(lines)).isInstanceOf(Verdict.Sound.class);
    }

    private static void requireBroken(String rule, String... lines) {
        assertThat(Histories.judge(lines))
                .isInstanceOfSatisfying(
                        Verdict.Violation.class,
                        violation -> assertThat(violation.rule()).isEqualTo(rule));
    }
}

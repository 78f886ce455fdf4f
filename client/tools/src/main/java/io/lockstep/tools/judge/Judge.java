package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Judges histories, one lock at a time. */
public final class Judge {

    /** Far more possible states than a history of real clients ever has at one time. */
    public static final int STATES_MAX_DEFAULT = 100_000;

    private Judge() {}

    /**
     * Judges a history. Returns a violation of the first lock that has one; otherwise undecided if the search gave up
     * for a lock; otherwise sound.
     *
     * @param operations the operations of all who used the locks, in any order
     * @param statesMax the number of possible states of a lock at one time above which the search gives up
     */
    public static Verdict judge(List<Operation> operations, int statesMax) {
        Map<String, List<Operation>> byLock = new TreeMap<>();
        for (Operation operation : Nameless.understood(operations)) {
            byLock.computeIfAbsent(operation.lock(), lock -> new ArrayList<>()).add(operation);
        }
        Verdict verdict = new Verdict.Sound();
        for (List<Operation> ofLock : byLock.values()) {
            Verdict found = judgeLock(ofLock, statesMax);
            if (found instanceof Verdict.Violation) {
                return found;
            }
            verdict = found instanceof Verdict.Undecided ? found : verdict;
        }
        return verdict;
    }

    private static Verdict judgeLock(List<Operation> operations, int statesMax) {
        Optional<Verdict.Violation> direct = DirectChecks.firstViolation(operations);
        return direct.isPresent() ? direct.get() : new Linearizer(operations, statesMax).run();
    }
}

package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Judges histories, one lock at a time. */
public final class Judge {

    /** Far more possible states than a history of real clients has at any moment. */
    public static final int STATES_MAX_DEFAULT = 100_000;

    private Judge() {}

    /**
     * Judges a history: a violation of the first lock that has one, else undecided if one is, else sound.
     *
     * @param operations in any order
     * @param statesMax how many states of a lock may be possible at one moment before the search is given up
     */
    public static Verdict judge(List<Operation> operations, int statesMax) {
        Map<String, List<Operation>> byLock = new TreeMap<>();
        for (Operation operation : operations) {
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

package io.lockstep.endtoend.torture;

import io.lockstep.tools.judge.Verdict;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of a run.
 *
 * @param faults how often each kind of fault happened
 * @param definitePerSecond the average number of definite answers of the cluster
 */
record FaultReport(
        long seed,
        Verdict verdict,
        Map<FaultKind, Integer> faults,
        int operations,
        long grants,
        long definitePerSecond) {

    boolean isSound() {
        return verdict instanceof Verdict.Sound;
    }

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return String.format(
                "seed %d: %s%n  %d operations, %d grants, %d definite answers/s%n  %d faults of %d kinds: %s",
                seed,
                verdict.text(),
                operations,
                grants,
                definitePerSecond,
                faultCount(),
                faults.size(),
                faults.entrySet().stream()
                        .map(fault -> fault.getKey().word() + " " + fault.getValue())
                        .collect(Collectors.joining(", ")));
    }
}

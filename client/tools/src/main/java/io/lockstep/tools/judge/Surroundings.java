package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Chooses the operations to show around those that broke a rule. */
final class Surroundings {

    private static final int BEFORE = 8;
    private static final int AFTER = 4;

    private Surroundings() {}

    /** The given operations and their nearest neighbours, in the order of their calls. */
    static List<Operation> of(List<Operation> operations, List<Operation> culprits, long when) {
        Comparator<Operation> byCall = Comparator.comparingLong(Operation::call);
        Stream<Operation> before = operations.stream()
                .filter(operation -> operation.call() <= when)
                .sorted(byCall.reversed())
                .limit(BEFORE);
        Stream<Operation> after = operations.stream()
                .filter(operation -> operation.call() > when)
                .sorted(byCall)
                .limit(AFTER);
        return Stream.of(before, after, culprits.stream())
                .flatMap(some -> some)
                .distinct()
                .sorted(byCall)
                .toList();
    }
}

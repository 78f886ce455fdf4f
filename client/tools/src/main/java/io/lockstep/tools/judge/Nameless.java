package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Grants whose owner nobody knows. A grant with its own lease is a client of its own, whose name its LOCK learns with
 * the answer. If the answer is lost, the recorder has a name for the operation that no server knows, which begins with
 * {@link Operation#NAMELESS}.
 *
 * <p>A status that names an owner of which no history has an operation then says only that the lock is held: as much as
 * an acquire that was refused for that. Without such a grant of the lock it stays as it is, and nothing explains it.
 */
final class Nameless {

    private Nameless() {}

    /** Returns these operations of all histories, with what statuses say of such grants. */
    static List<Operation> understood(List<Operation> operations) {
        Set<String> named = new HashSet<>();
        operations.forEach(operation -> named.add(operation.client()));
        List<Operation> nameless = operations.stream()
                .filter(operation -> operation.is(Kind.ACQUIRE, Result.UNKNOWN)
                        && operation.client().startsWith(Operation.NAMELESS))
                .toList();
        return operations.stream()
                .map(operation -> isOfOne(operation, named, nameless) ? held(operation) : operation)
                .toList();
    }

    private static boolean isOfOne(Operation read, Set<String> named, List<Operation> nameless) {
        return read.kind() == Kind.STATUS
                && read.owner() != null
                && !named.contains(Objects.requireNonNull(read.owner()))
                && nameless.stream().anyMatch(grant -> grant.lock().equals(read.lock()) && grant.call() <= read.ret());
    }

    private static Operation held(Operation read) {
        return new Operation(
                read.client(),
                Kind.ACQUIRE,
                read.lock(),
                read.call(),
                read.ret(),
                Result.BUSY,
                Operation.NO_TOKEN,
                null);
    }
}

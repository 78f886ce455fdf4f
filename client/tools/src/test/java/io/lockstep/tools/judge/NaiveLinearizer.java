package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.List;

/**
 * A second, naive implementation of the model, for histories of a few operations: tries every order, and every token
 * for an unseen grant.
 */
final class NaiveLinearizer {

    private final List<Operation> operations;
    private final long tokenMax;

    private NaiveLinearizer(List<Operation> operations) {
        this.operations = operations.stream()
                .filter(operation -> operation.kind() != Kind.WRITE && operation.result() != Result.FAIL)
                .toList();
        this.tokenMax = operations.stream().mapToLong(Operation::token).max().orElse(0) + operations.size();
    }

    static boolean isSound(List<Operation> operations) {
        return new NaiveLinearizer(operations).search(0, "", 0, 0);
    }

    /** {@code placed}: a bit for each operation; {@code owner}: empty if the lock is free. */
    private boolean search(long placed, String owner, long token, long highest) {
        boolean complete = true;
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if ((placed & 1L << i) != 0) {
                continue;
            }
            complete &= operation.result() == Result.UNKNOWN;
            // The lease may end each hold of the session.
            long then = operation.kind() == Kind.EXPIRE ? placed : placed | 1L << i;
            if (mayBeNext(operation, placed) && place(operation, then, owner, token, highest)) {
                return true;
            }
        }
        return complete;
    }

    private boolean mayBeNext(Operation operation, long placed) {
        for (int i = 0; i < operations.size(); i++) {
            Operation other = operations.get(i);
            if ((placed & 1L << i) == 0 && other.result() != Result.UNKNOWN && other.ret() < operation.call()) {
                return false;
            }
        }
        return true;
    }

    private boolean place(Operation operation, long placed, String owner, long token, long highest) {
        boolean held = !owner.isEmpty();
        boolean owns = owner.equals(operation.client()) && token == operation.token();
        return switch (operation.kind()) {
            case ACQUIRE ->
                switch (operation.result()) {
                    case OK ->
                        !held
                                && operation.token() > highest
                                && search(placed, operation.client(), operation.token(), operation.token());
                    case BUSY -> held && search(placed, owner, token, highest);
                    default -> !held && placeUnseen(operation, placed, highest);
                };
            case RELEASE ->
                operation.result() == Result.NOT_HELD
                        ? !owns && search(placed, owner, token, highest)
                        : owns && search(placed, "", 0, highest);
            case STATUS -> {
                String seen = operation.owner() == null ? "" : operation.owner();
                yield seen.equals(owner)
                        && (!operation.hasToken() || operation.token() == token)
                        && search(placed, owner, token, highest);
            }
            case EXPIRE ->
                owner.equals(operation.client())
                        && (!operation.hasToken() || operation.token() == token)
                        && search(placed, "", 0, highest);
            case WRITE -> throw new IllegalStateException("left out");
        };
    }

    private boolean placeUnseen(Operation acquire, long placed, long highest) {
        for (long token = highest + 1; token <= tokenMax; token++) {
            long unseen = token;
            boolean seen = operations.stream()
                    .anyMatch(operation -> operation.is(Kind.ACQUIRE, Result.OK) && operation.token() == unseen);
            if (!seen && search(placed, acquire.client(), token, token)) {
                return true;
            }
        }
        return false;
    }
}

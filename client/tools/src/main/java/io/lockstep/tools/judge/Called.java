package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of a lock that have been called so far and may still take a place in the order. */
final class Called {

    private final Known known;
    private final List<Pending> pending = new ArrayList<>();
    private final BitSet slotsUsed = new BitSet();
    private BigInteger changes = BigInteger.ZERO;
    private final List<Operation> unanswered = new ArrayList<>();
    private final List<Operation> anonymous = new ArrayList<>();
    private final Map<String, Set<Long>> endings = new HashMap<>();

    Called(Known known) {
        this.known = known;
    }

    /**
     * An operation that has been called, but not answered.
     *
     * @param number its number in the history, as two operations may have equal lines
     * @param slot its index in {@link Configuration#done}
     */
    record Pending(int number, Operation operation, int slot) {

        boolean changesState() {
            return operation.is(Kind.ACQUIRE, Result.OK) || operation.is(Kind.RELEASE, Result.OK);
        }
    }

    /** Adds the call of an operation that has an answer later. */
    void begin(int number, Operation operation) {
        int slot = slotsUsed.nextClearBit(0);
        slotsUsed.set(slot);
        Pending begun = new Pending(number, operation, slot);
        pending.add(begun);
        changes = begun.changesState() ? changes.setBit(slot) : changes;
    }

    /** The slot of a pending operation. */
    int slotOf(int number) {
        return pending.stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow()
                .slot();
    }

    /** Removes the operation in this slot, which has its answer and its place in the order. */
    void end(int slot) {
        pending.removeIf(one -> one.slot() == slot);
        slotsUsed.clear(slot);
        changes = changes.clearBit(slot);
    }

    /** Adds the call of an operation without an answer, which may take effect from now on, or never. */
    void beginUnknown(Operation operation) {
        if (operation.kind() == Kind.ACQUIRE) {
            (known.isSeen(operation.client()) ? unanswered : anonymous).add(operation);
        } else {
            endings.computeIfAbsent(operation.client(), client -> new HashSet<>())
                    .add(operation.token());
        }
    }

    /** The slots of pending operations that change the state. */
    BigInteger changes() {
        return changes;
    }

    /** The pending operations. */
    List<Pending> pending() {
        return pending;
    }

    /** The acquires without an answer, of sessions with an effect that others may see. */
    List<Operation> unanswered() {
        return unanswered;
    }

    /** The number of acquires without an answer, of sessions without any effect that others see. */
    int anonymousCount() {
        return anonymous.size();
    }

    /** The number of holds of the first {@code candidates} anonymous acquires that may have ended again. */
    int anonymousThatMayEnd(int candidates) {
        int count = 0;
        for (Operation acquire : anonymous.subList(0, candidates)) {
            count += endingsOf(acquire.client()).contains(Operation.NO_TOKEN) ? 1 : 0;
        }
        return count;
    }

    /**
     * The tokens of this session's grants that an operation without an answer may end; {@link Operation#NO_TOKEN}
     * stands for any.
     */
    Set<Long> endingsOf(String client) {
        return endings.getOrDefault(client, Set.of());
    }
}

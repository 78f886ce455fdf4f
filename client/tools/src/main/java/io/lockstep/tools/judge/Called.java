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

/** What has been called so far of a lock, and may have its place in the order from now on. */
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
     * An operation that has been called and not answered.
     *
     * @param number which one of the history it is; two lines may be equal, and are two operations all the same
     * @param slot its place in {@link Configuration#done}
     */
    record Pending(int number, Operation operation, int slot) {

        boolean changesState() {
            return operation.is(Kind.ACQUIRE, Result.OK) || operation.is(Kind.RELEASE, Result.OK);
        }
    }

    /** Takes the call of an operation that will have its answer. */
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

    /** The answer of the operation in that slot has come: it has had its place. */
    void end(int slot) {
        pending.removeIf(one -> one.slot() == slot);
        slotsUsed.clear(slot);
        changes = changes.clearBit(slot);
    }

    /** Takes the call of an operation that may take effect from now on, or never. */
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

    /** The acquires that were never answered, of sessions of which something else may be seen. */
    List<Operation> unanswered() {
        return unanswered;
    }

    /** How many there are of sessions of which nothing else is ever seen. */
    int anonymousCount() {
        return anonymous.size();
    }

    /** Of the first so many anonymous acquires, how many may have lost again what they took. */
    int anonymousThatMayEnd(int candidates) {
        int count = 0;
        for (Operation acquire : anonymous.subList(0, candidates)) {
            count += endingsOf(acquire.client()).contains(Operation.NO_TOKEN) ? 1 : 0;
        }
        return count;
    }

    /**
     * The tokens of this session's grants that something unanswered may end; {@link Operation#NO_TOKEN} stands for any.
     */
    Set<Long> endingsOf(String client) {
        return endings.getOrDefault(client, Set.of());
    }
}

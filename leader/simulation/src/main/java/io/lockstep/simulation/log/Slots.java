package io.lockstep.simulation.log;

import io.lockstep.follower.replication.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The committed slots of a log, with rising indices. */
final class Slots {

    private final List<Slot> slots = new ArrayList<>();
    private Membership initialMembership = new Membership(Set.of(), Set.of(), false);

    /** Begins the log with these members. */
    void found(Membership founders) {
        initialMembership = founders;
    }

    void append(Slot slot) {
        slots.add(slot);
    }

    /** Returns the index of the newest slot; 0 if there is none. */
    long lastIndex() {
        return slots.isEmpty() ? 0 : slots.get(slots.size() - 1).index();
    }

    int size() {
        return slots.size();
    }

    Slot get(int position) {
        return slots.get(position);
    }

    /** Returns the position of the first slot after {@code index}. */
    int positionBehind(long index) {
        int position = slots.size();
        while (position > 0 && slots.get(position - 1).index() > index) {
            position--;
        }
        return position;
    }

    /** Returns the membership as of the slots before {@code position}. */
    Membership membershipAt(int position) {
        for (int before = position - 1; before >= 0; before--) {
            if (slots.get(before) instanceof Slot.Members members) {
                return members.membership();
            }
        }
        return initialMembership;
    }
}

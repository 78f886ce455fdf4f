package io.lockstep.client.history.check;

import io.lockstep.client.history.Operation;
import java.util.List;

/** What is to be said of a history. */
public sealed interface Verdict {

    /** No rule is broken, and for each lock there is an order that explains every answer. */
    record Sound() implements Verdict {}

    /**
     * No correct lock does this.
     *
     * @param rule which rule is broken, as a clause
     * @param detail what is wrong, for people
     * @param around the operations at the place, in the order of their calls
     */
    record Violation(String lock, String rule, String detail, List<Operation> around) implements Verdict {

        public Violation {
            around = List.copyOf(around);
        }
    }

    /** The search was given up: more possible states than allowed. {@code why} is a clause. */
    record Undecided(String lock, String why) implements Verdict {}
}

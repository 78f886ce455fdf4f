package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.OperationLine;
import java.util.List;
import java.util.stream.Collectors;

/** What is to be said of a history. */
public sealed interface Verdict {

    /** For people; begins with one word or two that say which it is, and a violation shows what happened around it. */
    String text();

    /** No rule is broken, and for each lock there is an order that explains every answer. */
    record Sound() implements Verdict {

        @Override
        public String text() {
            return "sound";
        }
    }

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

        @Override
        public String text() {
            return around.stream()
                    .map(operation -> "\n  " + OperationLine.text(operation))
                    .collect(Collectors.joining(
                            "", "violation: lock \"" + lock + "\": the rule is that " + rule + "; " + detail, ""));
        }
    }

    /** The search was given up: more possible states than allowed. {@code why} is a clause. */
    record Undecided(String lock, String why) implements Verdict {

        @Override
        public String text() {
            return "no verdict: lock \"" + lock + "\": " + why;
        }
    }
}

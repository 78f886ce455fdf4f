package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.OperationLine;
import java.util.List;
import java.util.stream.Collectors;

/** The verdict on a history. */
public sealed interface Verdict {

    /** The verdict as text. It begins with the kind of verdict; a violation includes the operations around it. */
    String text();

    /** No rule is broken, and each lock has an order that explains every answer. */
    record Sound() implements Verdict {

        @Override
        public String text() {
            return "sound";
        }
    }

    /**
     * No correct lock behaves like this.
     *
     * @param rule the broken rule, as a clause
     * @param detail a description of the error
     * @param around the operations around it, in the order of their calls
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

    /** The search gave up, because there were more possible states than allowed. {@code why} is a clause. */
    record Undecided(String lock, String why) implements Verdict {

        @Override
        public String text() {
            return "no verdict: lock \"" + lock + "\": " + why;
        }
    }
}

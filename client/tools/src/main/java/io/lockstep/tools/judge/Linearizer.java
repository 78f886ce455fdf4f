package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Searches for an order of all operations of one lock that respects real time and explains every answer, by
 * just-in-time linearization (Wing and Gong 1993; Lowe 2017). It processes calls and returns in the order of their
 * times and keeps every possible state. An operation gets its place at the first return that needs it. Equal times
 * count as concurrent.
 */
public final class Linearizer {

    private static final int STATES_SHOWN = 4;

    private final List<Operation> operations;
    private final int statesMax;
    private final Called called;
    private final Transitions transitions;
    private Frontier possible;

    private record Event(long time, boolean isReturn, int number) {}

    /** Ends the search from any depth; never leaves this class. */
    private static final class TooManyStates extends Exception {

        private static final long serialVersionUID = 1L;
    }

    Linearizer(List<Operation> operations, int statesMax) {
        this.operations = operations;
        this.statesMax = statesMax;
        Known known = new Known(operations);
        this.called = new Called(known);
        this.transitions = new Transitions(known, called);
        this.possible = new Frontier(called.changes());
        possible.add(Configuration.START);
    }

    Verdict run() {
        for (Event event : events()) {
            Operation operation = operations.get(event.number());
            if (operation.result() == Result.UNKNOWN) {
                called.beginUnknown(operation);
            } else if (!event.isReturn()) {
                called.begin(event.number(), operation);
                possible = refreshed();
            } else {
                List<Configuration> before = possible.all();
                try {
                    possible = explained(called.slotOf(event.number()));
                } catch (TooManyStates e) {
                    return new Verdict.Undecided(
                            operation.lock(), "over " + statesMax + " states are possible at time " + event.time());
                }
                if (possible.size() == 0) {
                    return violation(operation, before);
                }
            }
        }
        return new Verdict.Sound();
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int number = 0; number < operations.size(); number++) {
            Operation operation = operations.get(number);
            if (operation.result() == Result.FAIL || operation.kind() == Kind.WRITE) {
                continue;
            }
            events.add(new Event(operation.call(), false, number));
            if (operation.result() != Result.UNKNOWN) {
                events.add(new Event(operation.ret(), true, number));
            }
        }
        events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::isReturn));
        return events;
    }

    private Frontier refreshed() {
        Frontier next = new Frontier(called.changes());
        possible.all().forEach(configuration -> next.add(transitions.withReads(configuration)));
        return next;
    }

    /** The possible configurations after the pending operation in this slot has its place. */
    private Frontier explained(int slot) throws TooManyStates {
        List<Configuration> found = new ArrayList<>();
        Frontier visited = new Frontier(called.changes());
        Deque<Configuration> unexplored = new ArrayDeque<>();
        for (Configuration configuration : possible.all()) {
            take(configuration, slot, found, visited, unexplored);
        }
        while (!unexplored.isEmpty()) {
            for (Configuration next : transitions.from(unexplored.pop())) {
                take(next, slot, found, visited, unexplored);
            }
            if (visited.size() + found.size() > statesMax) {
                throw new TooManyStates();
            }
        }
        called.end(slot);
        Frontier next = new Frontier(called.changes());
        found.forEach(configuration -> next.add(configuration.withoutDone(slot)));
        return next;
    }

    private static void take(
            Configuration configuration,
            int slot,
            List<Configuration> found,
            Frontier visited,
            Deque<Configuration> unexplored) {
        if (configuration.isDone(slot)) {
            found.add(configuration);
        } else if (visited.add(configuration)) {
            unexplored.push(configuration);
        }
    }

    private Verdict violation(Operation operation, List<Configuration> before) {
        String states = before.stream()
                .map(configuration -> configuration.holding() + ", highest token " + configuration.highest())
                .distinct()
                .limit(STATES_SHOWN)
                .collect(Collectors.joining("; or "));
        return new Verdict.Violation(
                operation.lock(),
                "some order of the operations explains every answer",
                "none explains this " + operation.kind() + " of " + operation.client() + " that ended "
                        + operation.result() + " at time " + operation.ret() + "; before it the lock was " + states,
                Surroundings.of(operations, List.of(operation), operation.ret()));
    }
}

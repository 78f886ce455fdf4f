package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules that need no search. All operations given are of one lock. */
public final class DirectChecks {

    private final List<Operation> operations;
    private final List<Operation> grants;

    private DirectChecks(List<Operation> operations) {
        this.operations = operations;
        this.grants = all(Kind.ACQUIRE, Result.OK);
    }

    static Optional<Verdict.Violation> firstViolation(List<Operation> operations) {
        DirectChecks checks = new DirectChecks(operations);
        return checks.unique(checks.grants, "a token is granted once")
                .or(() -> checks.unique(checks.all(Kind.RELEASE, Result.OK), "a grant is released once"))
                .or(() -> checks.rising(checks.grants, "tokens rise"))
                .or(checks::holdsApart)
                .or(() -> checks.rising(
                        checks.all(Kind.WRITE, Result.OK), "no write is accepted after one with a higher token"));
    }

    private List<Operation> all(Kind kind, Result result) {
        return operations.stream()
                .filter(operation -> operation.is(kind, result))
                .toList();
    }

    private Optional<Verdict.Violation> unique(List<Operation> some, String rule) {
        Map<Long, Operation> byToken = new HashMap<>();
        for (Operation operation : some) {
            Operation earlier = byToken.put(operation.token(), operation);
            if (earlier != null) {
                return violation(rule, "token " + operation.token() + " twice", List.of(earlier, operation));
            }
        }
        return Optional.empty();
    }

    /** An operation that was called after another had ended has no lower token. */
    private Optional<Verdict.Violation> rising(List<Operation> some, String rule) {
        List<Operation> byCall = sorted(some, Comparator.comparingLong(Operation::call));
        List<Operation> byReturn = sorted(some, Comparator.comparingLong(Operation::ret));
        Operation highest = null;
        int ended = 0;
        for (Operation operation : byCall) {
            for (; ended < byReturn.size() && byReturn.get(ended).ret() < operation.call(); ended++) {
                Operation candidate = byReturn.get(ended);
                highest = highest == null || candidate.token() > highest.token() ? candidate : highest;
            }
            if (highest != null && highest.token() > operation.token()) {
                return violation(
                        rule,
                        "token " + operation.token() + " after token " + highest.token(),
                        List.of(highest, operation));
            }
        }
        return Optional.empty();
    }

    /** A grant, and the time until which it was certainly in force. */
    private record Hold(Operation grant, long end) {

        long start() {
            return grant.ret();
        }
    }

    private Optional<Verdict.Violation> holdsApart() {
        Map<String, List<Operation>> endings = new HashMap<>();
        for (Operation operation : operations) {
            boolean release = operation.kind() == Kind.RELEASE
                    && (operation.result() == Result.OK || operation.result() == Result.UNKNOWN);
            if (release || operation.kind() == Kind.EXPIRE) {
                endings.computeIfAbsent(endingKey(operation.client(), operation.token()), key -> new ArrayList<>())
                        .add(operation);
            }
        }
        List<Hold> holds = new ArrayList<>();
        for (Operation grant : grants) {
            holds.add(new Hold(grant, end(grant, endings)));
        }
        holds.sort(Comparator.comparingLong(Hold::start));
        Hold latest = null;
        for (Hold hold : holds) {
            if (latest != null && hold.start() < latest.end() && hold.end() > hold.start()) {
                return violation(
                        "two certain holds do not overlap",
                        "tokens " + latest.grant().token() + " and "
                                + hold.grant().token() + " are held at the same time",
                        List.of(latest.grant(), hold.grant()));
            }
            latest = latest == null || hold.end() > latest.end() ? hold : latest;
        }
        return Optional.empty();
    }

    private static long end(Operation grant, Map<String, List<Operation>> endings) {
        long end = Long.MAX_VALUE;
        for (long token : new long[] {grant.token(), Operation.NO_TOKEN}) {
            for (Operation ending : endings.getOrDefault(endingKey(grant.client(), token), List.of())) {
                end = Math.min(end, ending.call());
            }
        }
        return end;
    }

    private static String endingKey(String client, long token) {
        return token + " " + client;
    }

    private Optional<Verdict.Violation> violation(String rule, String detail, List<Operation> culprits) {
        Operation last = culprits.get(culprits.size() - 1);
        return Optional.of(
                new Verdict.Violation(last.lock(), rule, detail, Surroundings.of(operations, culprits, last.call())));
    }

    private static List<Operation> sorted(List<Operation> some, Comparator<Operation> order) {
        return some.stream().sorted(order).toList();
    }
}

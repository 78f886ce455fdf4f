package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.judge.Called.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The model of one lock: the changes that may happen next. */
final class Transitions {

    private final Known known;
    private final Called called;

    Transitions(Known known, Called called) {
        this.known = known;
        this.called = called;
    }

    /** All configurations that are one change away. */
    List<Configuration> from(Configuration configuration) {
        List<Configuration> next = new ArrayList<>();
        if (configuration.holding().isFree()) {
            grants(configuration, next);
            unansweredGrants(configuration, next);
        } else {
            answered(configuration, next);
            endings(configuration, next);
        }
        next.replaceAll(this::withReads);
        return next;
    }

    /**
     * The same configuration with every pending operation done that changes nothing and whose answer fits. Giving these
     * operations the earliest possible place rules out no order.
     */
    Configuration withReads(Configuration configuration) {
        Configuration result = configuration;
        for (Pending pending : called.pending()) {
            if (!result.isDone(pending.slot())
                    && !pending.changesState()
                    && fits(pending.operation(), result.holding())) {
                result = result.withDone(pending.slot());
            }
        }
        return result;
    }

    private static boolean fits(Operation read, Holding holding) {
        if (read.is(Kind.ACQUIRE, Result.BUSY)) {
            return !holding.isFree();
        }
        if (read.is(Kind.RELEASE, Result.NOT_HELD)) {
            return !holding.equals(Holding.granted(read.client(), read.token()));
        }
        String owner = read.owner();
        return owner == null
                ? holding.isFree()
                : holding.isBy(owner) && (!read.hasToken() || holding.token() == read.token());
    }

    private void grants(Configuration configuration, List<Configuration> next) {
        Pending lowest = null;
        for (Pending pending : called.pending()) {
            if (pending.operation().is(Kind.ACQUIRE, Result.OK) && !configuration.isDone(pending.slot())) {
                lowest = lowest == null
                                || pending.operation().token()
                                        < lowest.operation().token()
                        ? pending
                        : lowest;
            }
        }
        // A pending acquire with a lower token could no longer take place after one with a higher token.
        if (lowest != null && lowest.operation().token() > configuration.highest()) {
            long token = lowest.operation().token();
            next.add(configuration
                    .with(Holding.granted(lowest.operation().client(), token), token)
                    .withDone(lowest.slot()));
        }
    }

    private void unansweredGrants(Configuration configuration, List<Configuration> next) {
        long lowestToken = configuration.highest() + 1;
        List<Operation> unanswered = called.unanswered();
        for (int i = 0; i < unanswered.size(); i++) {
            if (!configuration.used().testBit(i)) {
                next.add(configuration
                        .with(Holding.unseen(unanswered.get(i).client()), lowestToken)
                        .withUsed(i));
            }
        }
        if (configuration.anonymousUsed() < called.anonymousCount()) {
            next.add(configuration
                    .with(Holding.anonymous(called.anonymousCount()), lowestToken)
                    .withAnonymousUsed());
        }
    }

    /** Answered releases, and answers that reveal a token for the first time. */
    private void answered(Configuration configuration, List<Configuration> next) {
        Holding holding = configuration.holding();
        for (Pending pending : called.pending()) {
            Operation operation = pending.operation();
            if (configuration.isDone(pending.slot())) {
                continue;
            }
            if (operation.is(Kind.RELEASE, Result.OK)
                    && holding.isBy(operation.client())
                    && mayBe(operation.token(), configuration)) {
                next.add(configuration
                        .with(Holding.FREE, Math.max(configuration.highest(), operation.token()))
                        .withDone(pending.slot()));
            } else if (operation.kind() == Kind.STATUS
                    && holding.kind() == Holding.Kind.UNSEEN
                    && holding.owner().equals(operation.owner())
                    && mayBe(operation.token(), configuration)) {
                next.add(configuration.with(Holding.granted(holding.owner(), operation.token()), operation.token()));
            }
        }
    }

    /** Whether the lock may be held with this token. */
    private boolean mayBe(long token, Configuration configuration) {
        Holding holding = configuration.holding();
        return holding.kind() == Holding.Kind.UNSEEN
                ? token >= configuration.highest() && !known.isGranted(token)
                : token == holding.token();
    }

    private void endings(Configuration configuration, List<Configuration> next) {
        Holding holding = configuration.holding();
        if (holding.kind() == Holding.Kind.ANONYMOUS) {
            // A later hold may come from more acquires than an earlier one, so counting them is enough.
            if (called.anonymousThatMayEnd(holding.candidates()) >= configuration.anonymousUsed()) {
                next.add(configuration.with(Holding.FREE, configuration.highest()));
            }
            return;
        }
        Set<Long> endings = called.endingsOf(holding.owner());
        boolean any = endings.contains(Operation.NO_TOKEN);
        if (holding.kind() == Holding.Kind.GRANTED) {
            if ((any || endings.contains(holding.token())) && !known.isReleasedBy(holding.owner(), holding.token())) {
                next.add(configuration.with(Holding.FREE, configuration.highest()));
            }
            return;
        }
        if (any) {
            next.add(configuration.with(Holding.FREE, configuration.highest()));
        }
        for (long token : endings) {
            if (token != Operation.NO_TOKEN && mayBe(token, configuration)) {
                next.add(configuration.with(Holding.FREE, token));
            }
        }
    }
}

package io.lockstep.leader.node;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.Decision;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Origin;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.Submission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests of this server's clients that wait for the leader's decision. Each is sent on to whichever leader there is until
 * one of these answers it: the entry that holds it is applied here, the leader refuses it, or time is up.
 */
final class PendingRequests {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final RequestRoute route;
    private final NodeClock clock;
    private final NodeSettings settings;
    private final Map<Long, Pending> pendingByNumber = new LinkedHashMap<>();
    private final Map<Long, Pending> pendingByAttempt = new HashMap<>();
    private long numberLast;
    private long attemptLast;

    PendingRequests(
            ServerIncarnation home, ReplicatedMap map, RequestRoute route, NodeClock clock, NodeSettings settings) {
        this.home = home;
        this.map = map;
        this.route = route;
        this.clock = clock;
        this.settings = settings;
    }

    /** Whether no more requests may be taken. */
    boolean full() {
        return pendingByNumber.size() >= settings.pendingMax();
    }

    int size() {
        return pendingByNumber.size();
    }

    /** Has the leader decide a command; given up, with an answer, after the settings' time. */
    void submit(Command command, Consumer<Outcome> answer) {
        add(command, clock.nanoTime() + settings.requestTimeoutNanos(), answer);
    }

    /** Has the leader decide a command, and asks until it has: for what must not be left undone. */
    void submitUntilDecided(Command command) {
        add(command, null, outcome -> {});
    }

    /** Waits until this server's map holds all that was committed before now. */
    void confirmRead(Consumer<Outcome> answer) {
        add(null, clock.nanoTime() + settings.requestTimeoutNanos(), answer);
    }

    private void add(@Nullable Command command, @Nullable Long deadlineNanos, Consumer<Outcome> answer) {
        Pending pending = new Pending(++numberLast, command, deadlineNanos, answer);
        pendingByNumber.put(pending.number, pending);
        send(pending);
    }

    private void send(Pending pending) {
        pendingByAttempt.remove(pending.attempt);
        // The answer to an attempt ends with it. A confirmed read stays confirmed, whoever leads now.
        if (pending.command != null) {
            pending.withdraw.run();
        }
        pending.attempt = ++attemptLast;
        pendingByAttempt.put(pending.attempt, pending);
        pending.onItsWay = pending.command == null
                ? route.send(term -> new PeerMessage.ConfirmRead(term, pending.attempt))
                : route.send(term -> new PeerMessage.Forward(term, pending.attempt, pending.submission(home)));
        if (pending.onItsWay) {
            pending.copiesOut++;
        }
    }

    /** The leader has changed, or the way to it: every request is sent again. Copies are told apart by their origin. */
    void sendAllAgain() {
        new ArrayList<>(pendingByNumber.values()).forEach(this::send);
    }

    /** Sends on what is on its way to nobody, and gives up what has waited too long. */
    void tick() {
        long nowNanos = clock.nanoTime();
        for (Pending pending : new ArrayList<>(pendingByNumber.values())) {
            if (pending.deadlineNanos != null && pending.deadlineNanos - nowNanos <= 0) {
                finish(pending, pending.mayHaveHappened() ? new Outcome.Unknown() : new Outcome.NoLeader());
            } else if (!pending.onItsWay) {
                send(pending);
            }
        }
    }

    /** A leader's answer to an attempt; one to an attempt that was given up is ignored. */
    void receive(PeerMessage message) {
        if (message instanceof PeerMessage.Refusal refusal) {
            answered(refusal.attempt(), new Outcome.Decided(refusal.reason(), refusal.index(), refusal.leaseMillis()));
        } else if (message instanceof PeerMessage.Answered answer) {
            answered(answer.attempt(), new Outcome.Decided(answer.result(), answer.index()));
        } else if (message instanceof PeerMessage.ReadConfirmed confirmed) {
            Pending pending = pendingByAttempt.get(confirmed.attempt());
            if (pending != null) {
                pending.awaitMap(
                        map, confirmed.index(), () -> finish(pending, new Outcome.MapReady(confirmed.index())));
            }
        } else if (message instanceof PeerMessage.NotDecided notDecided) {
            Pending pending = pendingByAttempt.remove(notDecided.attempt());
            if (pending != null) {
                pending.copiesOut--;
                pending.onItsWay = false;
            }
        } else {
            throw new IllegalArgumentException("not an answer to a request: " + message);
        }
    }

    private void answered(long attempt, Outcome.Decided outcome) {
        Pending pending = pendingByAttempt.get(attempt);
        if (pending != null) {
            pending.awaitMap(map, outcome.index(), () -> finish(pending, outcome));
        }
    }

    /**
     * An entry of this server's own request was applied.
     *
     * @return whether the request was still pending
     */
    boolean applied(Origin origin, CommandResult result, long index) {
        Pending pending = pendingByNumber.get(origin.number());
        if (pending == null) {
            return false;
        }
        finish(pending, new Outcome.Decided(result, index));
        return true;
    }

    /**
     * The map was replaced by a snapshot, which may hold the effects of requests whose entries will never be seen here: an
     * answer that the map remembers is given, all else is sent again.
     */
    void mapReplaced() {
        for (Pending pending : List.copyOf(pendingByNumber.values())) {
            Command command = pending.command;
            CommandResult remembered = command == null ? null : remembered(command);
            if (remembered != null) {
                finish(pending, new Outcome.Decided(remembered, map.appliedIndex()));
            } else if (pendingByNumber.containsKey(pending.number)) {
                send(pending);
            }
        }
    }

    private @Nullable CommandResult remembered(Command command) {
        if (command instanceof Command.Request request) {
            LockStateMachine machine = map.machine();
            return machine.storedAnswer(request.request())
                    .or(() -> machine.waiting(request.request()))
                    .orElse(null);
        }
        Decision decision = map.machine().decide(command);
        return decision.changes() || decision.result() instanceof CommandResult.Refused ? null : decision.result();
    }

    private void finish(Pending pending, Outcome outcome) {
        if (pendingByNumber.remove(pending.number) != null) {
            pendingByAttempt.remove(pending.attempt);
            pending.withdraw.run();
            pending.answer.accept(outcome);
        }
    }

    private static final class Pending {
        final long number;
        final @Nullable Command command;
        final @Nullable Long deadlineNanos;
        final Consumer<Outcome> answer;
        long attempt;
        boolean onItsWay;
        int copiesOut;

        /** Ends the wait for the map to reach the index of an answer. */
        Runnable withdraw = ReplicatedMap.NOTHING_TO_WITHDRAW;

        Pending(long number, @Nullable Command command, @Nullable Long deadlineNanos, Consumer<Outcome> answer) {
            this.number = number;
            this.command = command;
            this.deadlineNanos = deadlineNanos;
            this.answer = answer;
        }

        void awaitMap(ReplicatedMap map, long index, Runnable then) {
            withdraw.run();
            withdraw = map.whenAt(index, then);
        }

        boolean mayHaveHappened() {
            return command != null && copiesOut > 0;
        }

        Submission submission(ServerIncarnation home) {
            if (command == null) {
                throw new IllegalStateException("a read is not submitted");
            }
            return new Submission(new Origin(home, number), command);
        }
    }
}

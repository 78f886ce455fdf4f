package io.lockstep.follower.forwarding;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.FeatureLevel;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of this server that wait for the leader. Each is sent to the current leader, and retried with every
 * later leader, until its entry is applied here, a leader refuses it, or its time is up. Loop thread only; no call
 * blocks.
 */
public final class PendingRequests {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final LeaderLink leaderLink;
    private final NodeClock clock;
    private final NodeSettings settings;
    private final Map<Long, PendingRequest> byNumber = new LinkedHashMap<>();
    private final Map<Long, PendingRequest> byAttempt = new HashMap<>();
    private long numberLast;
    private long attemptLast;
    private boolean reachedLeader;

    /** @param home this run of this server, which marks its requests in the log */
    public PendingRequests(
            ServerIncarnation home, ReplicatedMap map, LeaderLink leaderLink, NodeClock clock, NodeSettings settings) {
        this.home = home;
        this.map = map;
        this.leaderLink = leaderLink;
        this.clock = clock;
        this.settings = settings;
    }

    /** Whether the bound of pending requests is reached. Requests of clients are then refused. */
    public boolean full() {
        return byNumber.size() >= settings.pendingMax();
    }

    /** The number of pending requests. */
    public int size() {
        return byNumber.size();
    }

    /**
     * Whether a request of this run of the server was applied here, or answered by a leader that confirmed its
     * leadership. If so, the map contains every entry that was committed before that request.
     */
    public boolean reachedLeader() {
        return reachedLeader;
    }

    /** Submits a command to the leader. After the request timeout the request is given up, with an outcome. */
    public void submit(Command command, PendingRequest request) {
        add(command, deadlineNanos(), request);
    }

    /** Submits a command of this server itself; {@code answer} receives the outcome. */
    public void submit(Command command, Consumer<Outcome> answer) {
        submit(command, new OwnRequest(answer));
    }

    /** Submits a command and retries it until it is decided. */
    public void submitUntilDecided(Command command) {
        add(command, null, new OwnRequest(outcome -> {}));
    }

    /** Waits until this server's map contains every entry that was committed before this call. */
    public void confirmRead(PendingRequest request) {
        add(null, deadlineNanos(), request);
    }

    /** As {@link #confirmRead(PendingRequest)}, for this server itself. */
    public void confirmRead(Consumer<Outcome> answer) {
        confirmRead(new OwnRequest(answer));
    }

    private long deadlineNanos() {
        return clock.nanoTime() + settings.requestTimeoutNanos();
    }

    private void add(@Nullable Command command, @Nullable Long lastNanos, PendingRequest request) {
        request.begin(++numberLast, command, lastNanos);
        byNumber.put(request.number(), request);
        send(request);
    }

    private void send(PendingRequest request) {
        Command command = request.command();
        int needed = command == null ? FeatureLevel.FIRST : FeatureLevel.neededBy(command);
        if (needed > map.machine().featureLevel()) {
            refuseOnceCertain(request, needed);
            return;
        }
        byAttempt.remove(request.attempt());
        // An answer is valid for its attempt only. A confirmed read stays valid, whichever server leads now.
        if (request.command() != null) {
            request.stopWaiting();
        }
        request.attempt(++attemptLast);
        byAttempt.put(request.attempt(), request);
        // Set before sending: on the leader itself the answer may arrive within the call.
        request.sent();
        Route route = leaderLink.send(request.message(leaderLink.term(), home));
        if (route == null) {
            request.notTaken();
        } else {
            request.route(route);
        }
    }

    /**
     * A leader that runs an older program could not read a command of a level that the cluster does not have. A map
     * that may be behind may have a lower level than the cluster; then the request is tried again at a tick.
     */
    private void refuseOnceCertain(PendingRequest request, int needed) {
        if (reachedLeader) {
            CommandResult refusal =
                    new CommandResult.LevelTooLow(needed, map.machine().featureLevel());
            finish(request, new Outcome.Decided(refusal, map.appliedIndex()));
        }
    }

    /**
     * Retries every request, after a change of the leader or of the route to it. A leader recognises requests it
     * already has.
     */
    public void sendAllAgain() {
        new ArrayList<>(byNumber.values()).forEach(this::sendIfPending);
    }

    private void sendIfPending(PendingRequest request) {
        if (byNumber.get(request.number()) == request) {
            send(request);
        }
    }

    /** Sends the requests that no leader has, and gives up those that have waited too long. */
    public void tick() {
        long nowNanos = clock.nanoTime();
        for (PendingRequest request : new ArrayList<>(byNumber.values())) {
            if (request.isOverdue(nowNanos)) {
                finish(request, request.mayHaveHappened() ? new Outcome.Unknown() : new Outcome.NoLeader());
            } else if (!request.onItsWay()) {
                sendIfPending(request);
            }
        }
    }

    /**
     * Takes a leader's answer to an attempt. An answer to an attempt that was given up is ignored, and so is one that
     * does not fit the request or came another way than the attempt went.
     */
    public void receive(Route by, PeerMessage.FromLeader message) {
        if (message instanceof PeerMessage.Refusal refusal) {
            Outcome.Decided refused = new Outcome.Decided(refusal.reason(), refusal.index(), refusal.leaseMillis());
            answered(asked(by, refusal.attempt()), refused, true);
        } else if (message instanceof PeerMessage.Answered answer) {
            answered(asked(by, answer.attempt()), new Outcome.Decided(answer.result(), answer.index()), false);
        } else if (message instanceof PeerMessage.ReadConfirmed confirmed) {
            readConfirmed(asked(by, confirmed.attempt()), confirmed);
        } else if (message instanceof PeerMessage.NotDecided notDecided) {
            PendingRequest request = asked(by, notDecided.attempt());
            if (request != null) {
                byAttempt.remove(notDecided.attempt());
                request.notTaken();
            }
        } else {
            throw new IllegalArgumentException("not an answer to a request: " + message);
        }
    }

    private @Nullable PendingRequest asked(Route by, long attempt) {
        PendingRequest request = byAttempt.get(attempt);
        return request != null && (by.channel() == null || request.wentBy(by)) ? request : null;
    }

    private void answered(@Nullable PendingRequest request, Outcome.Decided outcome, boolean byConfirmedLeader) {
        if (request != null && request.command() != null) {
            request.awaitMap(map, outcome.index(), () -> {
                reachedLeader |= byConfirmedLeader;
                finish(request, request.mayBeInItsOwnWay(outcome.result()) ? new Outcome.Unknown() : outcome);
            });
        }
    }

    private void readConfirmed(@Nullable PendingRequest request, PeerMessage.ReadConfirmed confirmed) {
        // An earlier confirmation, of an earlier sending, is as good and needs no more of the map.
        if (request != null && request.command() == null && !request.awaitsMap()) {
            request.awaitMap(map, confirmed.index(), () -> {
                reachedLeader = true;
                finish(request, new Outcome.MapReady(confirmed.index()));
            });
        }
    }

    /**
     * Takes the result of an entry with one of this server's requests.
     *
     * @return whether the request was still pending
     */
    public boolean applied(Origin origin, CommandResult result, long index) {
        reachedLeader = true;
        PendingRequest request = byNumber.get(origin.number());
        if (request == null) {
            return false;
        }
        finish(request, new Outcome.Decided(result, index));
        return true;
    }

    /**
     * A snapshot replaced the map. It may contain the effects of requests whose entries this server will never see.
     * Requests that the map has an answer to are answered; all others are retried.
     */
    public void mapReplaced() {
        for (PendingRequest request : List.copyOf(byNumber.values())) {
            Command command = request.command();
            CommandResult remembered = command == null ? null : remembered(command);
            if (remembered != null) {
                finish(request, new Outcome.Decided(remembered, map.appliedIndex()));
            } else {
                sendIfPending(request);
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
        if (command.isAboutNow()) {
            return null;
        }
        Decision decision = map.machine().decide(command);
        return decision.changes() || decision.result() instanceof CommandResult.Refused ? null : decision.result();
    }

    private void finish(PendingRequest request, Outcome outcome) {
        if (byNumber.remove(request.number(), request)) {
            byAttempt.remove(request.attempt());
            request.stopWaiting();
            request.decided(outcome);
        }
    }

    /** A request of this server itself. */
    private static final class OwnRequest extends PendingRequest {
        private final Consumer<Outcome> answer;

        OwnRequest(Consumer<Outcome> answer) {
            this.answer = answer;
        }

        @Override
        protected void decided(Outcome outcome) {
            answer.accept(outcome);
        }
    }
}

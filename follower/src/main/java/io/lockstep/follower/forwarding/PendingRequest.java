package io.lockstep.follower.forwarding;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.follower.map.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of this server that waits for the leader: a command to decide, or, without a command, a read that waits for
 * the commit index. {@link PendingRequests} keeps it until it calls {@link #decided}, exactly once.
 */
public abstract class PendingRequest {

    private @Nullable Command command;
    private @Nullable Long deadlineNanos;
    private long number;
    private long attempt;
    private @Nullable Route route;
    private boolean onItsWay;
    private int timesSent;
    private Runnable withdraw = ReplicatedMap.NOTHING_TO_WITHDRAW;

    /** Delivers the outcome, once for each submission of the request. Called on the loop thread. */
    protected abstract void decided(Outcome outcome);

    /** @param lastNanos when the request is given up; null for never */
    void begin(long newNumber, @Nullable Command newCommand, @Nullable Long lastNanos) {
        number = newNumber;
        command = newCommand;
        deadlineNanos = lastNanos;
        onItsWay = false;
        timesSent = 0;
    }

    /** The number among this server's requests; the request's entry in the log carries it. */
    long number() {
        return number;
    }

    @Nullable
    Command command() {
        return command;
    }

    /** The newest attempt; the leader's answer names it. */
    long attempt() {
        return attempt;
    }

    void attempt(long newest) {
        attempt = newest;
    }

    /** Whether a leader has the request, or may have it. */
    boolean onItsWay() {
        return onItsWay;
    }

    /** The newest attempt went this way. */
    void route(Route taken) {
        route = taken;
    }

    boolean wentBy(Route way) {
        return way.equals(route);
    }

    void sent() {
        route = null;
        onItsWay = true;
        timesSent++;
    }

    /** The newest attempt certainly had no effect. */
    void notTaken() {
        onItsWay = false;
        timesSent--;
    }

    /** Runs {@code then} once the map is at the index of an answer, unless {@link #stopWaiting} is called first. */
    void awaitMap(ReplicatedMap map, long index, Runnable then) {
        withdraw.run();
        withdraw = map.whenAt(index, then);
    }

    /** Whether an answer is there, and the map is not yet at its index. */
    boolean awaitsMap() {
        return withdraw != ReplicatedMap.NOTHING_TO_WITHDRAW;
    }

    void stopWaiting() {
        withdraw.run();
        withdraw = ReplicatedMap.NOTHING_TO_WITHDRAW;
    }

    boolean isOverdue(long nowNanos) {
        return deadlineNanos != null && deadlineNanos - nowNanos <= 0;
    }

    /** Whether a leader may have proposed the command. */
    boolean mayHaveHappened() {
        return command != null && timesSent > 0;
    }

    /**
     * Whether an earlier sending may have done what this refusal finds done. A request of a session has one answer
     * whenever it is sent; a change of users has no number that tells its copies apart.
     */
    boolean mayBeInItsOwnWay(CommandResult result) {
        return result instanceof CommandResult.AccessRefused && timesSent > 1;
    }

    PeerMessage.ToLeader message(long term, ServerIncarnation home) {
        return command == null
                ? new PeerMessage.ConfirmRead(term, attempt)
                : new PeerMessage.Forward(term, attempt, new Submission(new Origin(home, number), command));
    }
}

package io.lockstep.follower.forwarding;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.follower.map.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of this server that waits for the leader: a command to decide, or, without one, the index up to which the log
 * is committed. {@link PendingRequests} keeps it until {@link #decided} is called, once.
 */
public abstract class PendingRequest {

    private @Nullable Command command;
    private @Nullable Long deadlineNanos;
    private long number;
    private long attempt;
    private boolean onItsWay;
    private int timesSent;
    private Runnable withdraw = ReplicatedMap.NOTHING_TO_WITHDRAW;

    /** The outcome. Called once for each time the request is submitted, on the loop thread. */
    protected abstract void decided(Outcome outcome);

    /** @param lastNanos when the request is given up; null for never */
    void begin(long newNumber, @Nullable Command newCommand, @Nullable Long lastNanos) {
        number = newNumber;
        command = newCommand;
        deadlineNanos = lastNanos;
        onItsWay = false;
        timesSent = 0;
    }

    /** The number among this server's requests; its entry in the log carries it. */
    long number() {
        return number;
    }

    @Nullable
    Command command() {
        return command;
    }

    /** The newest sending of the request; the leader's answer names it. */
    long attempt() {
        return attempt;
    }

    void attempt(long newest) {
        attempt = newest;
    }

    /** A leader has the request, or may have it. */
    boolean onItsWay() {
        return onItsWay;
    }

    void sent() {
        onItsWay = true;
        timesSent++;
    }

    /** The newest sending certainly had no effect. */
    void notTaken() {
        onItsWay = false;
        timesSent--;
    }

    /** Runs {@code then} when the map is at the index of an answer, unless {@link #stopWaiting} is called before. */
    void awaitMap(ReplicatedMap map, long index, Runnable then) {
        withdraw.run();
        withdraw = map.whenAt(index, then);
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

    PeerMessage.ToLeader message(long term, ServerIncarnation home) {
        return command == null
                ? new PeerMessage.ConfirmRead(term, attempt)
                : new PeerMessage.Forward(term, attempt, new Submission(new Origin(home, number), command));
    }
}

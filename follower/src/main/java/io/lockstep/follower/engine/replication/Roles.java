package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationEvents;

/**
 * The role that the loop has been given. Loop thread only.
 *
 * <p>{@code leading} is delivered only after every earlier proposal has its outcome. A leader whose leadership transfer
 * failed leads on in the same term with its own proposals still in progress, and must not decide without them.
 */
final class Roles {

    private long newestTerm;
    private long leadingTerm;
    private long electedTerm;
    private int unanswered;

    /** The term in which this node leads, as delivered to the loop; 0 if it does not lead. */
    long leadingTerm() {
        return leadingTerm;
    }

    /** The number of proposals without an outcome. */
    int unanswered() {
        return unanswered;
    }

    void proposed() {
        unanswered++;
    }

    void answered(ReplicationEvents events) {
        unanswered--;
        lead(events);
    }

    void elected(long term, ReplicationEvents events) {
        electedTerm = term;
        lead(events);
    }

    private void lead(ReplicationEvents events) {
        if (electedTerm != 0 && unanswered == 0) {
            leadingTerm = electedTerm;
            newestTerm = electedTerm;
            electedTerm = 0;
            events.leading(leadingTerm);
        }
    }

    void following(int leader, long term, ReplicationEvents events) {
        stopLeading(term);
        events.following(leader, newestTerm);
    }

    /** No leader is known. {@code term} may be 0, where the engine does not give it. */
    void leaderless(long term, ReplicationEvents events) {
        stopLeading(term);
        events.leaderless(newestTerm);
    }

    private void stopLeading(long term) {
        newestTerm = Math.max(newestTerm, term);
        leadingTerm = 0;
        electedTerm = 0;
    }
}

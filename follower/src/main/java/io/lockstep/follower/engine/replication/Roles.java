package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationEvents;

/**
 * The role of this node as its loop has been told. On the loop only.
 *
 * <p>Leading is told only when every proposal of before has its outcome. A leader whose hand-over to another came to
 * nothing leads on in the same term, with proposals of its own still under way: it must not decide without them.
 */
final class Roles {

    private long newestTerm;
    private long leadingTerm;
    private long electedTerm;
    private int unanswered;

    /** The term this node leads in, as its loop has been told; 0 where it does not lead. */
    long leadingTerm() {
        return leadingTerm;
    }

    /** Proposals without an outcome yet. */
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

    /** No leader is known; {@code term} may be 0 where the engine does not name it. */
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

package io.lockstep.follower.forwarding;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests of other servers for a term in which this server does not lead. Those for a later term than it knows are
 * kept: others hear of a new leader from its first message, before it has applied the entries of earlier terms and
 * begins to lead. They are taken when it does, and refused if it does not. All others are refused at once. Loop thread
 * only.
 */
final class EarlyRequests {

    /** The bound of kept requests. Further ones are refused, and sent again with the next tick of their server. */
    static final int KEPT_MAX = 4_096;

    /** How many ticks a request is kept: as long as a server that was elected may take to begin to lead. */
    static final int TICKS_MAX = 20;

    private final List<Early> kept = new ArrayList<>();
    private long ticks;

    private record Early(PeerChannel from, PeerMessage.ToLeader message, long untilTick) {
        void refuse() {
            if (message instanceof PeerMessage.Forward forward) {
                from.send(new PeerMessage.NotDecided(forward.attempt()));
            } else if (message instanceof PeerMessage.ConfirmRead read) {
                from.send(new PeerMessage.NotDecided(read.attempt()));
            }
        }
    }

    /** Keeps or refuses a request. {@code term} is the newest term that this server knows. */
    void receive(PeerChannel from, PeerMessage.ToLeader message, long term) {
        Early early = new Early(from, message, ticks + TICKS_MAX);
        // A report of renewals has no answer that says no; the next one comes soon.
        if (message.term() > term && kept.size() < KEPT_MAX && !(message instanceof PeerMessage.RenewalReport)) {
            kept.add(early);
        } else {
            early.refuse();
        }
    }

    /** This server begins to lead. */
    void lead(LeaderRole role) {
        List<Early> due = List.copyOf(kept);
        kept.clear();
        for (Early early : due) {
            if (early.message.term() == role.term()) {
                role.receive(early.message, early.from::send);
            } else {
                early.refuse();
            }
        }
    }

    /** This server leads in no term up to this one, unless it has begun to. */
    void settled(long term) {
        refuseIf(term, Long.MIN_VALUE);
    }

    /** Refuses what was kept too long. */
    void tick() {
        refuseIf(Long.MIN_VALUE, ++ticks);
    }

    private void refuseIf(long term, long tick) {
        List<Early> late = kept.stream()
                .filter(early -> early.message.term() <= term || early.untilTick <= tick)
                .toList();
        kept.removeAll(late);
        late.forEach(Early::refuse);
    }
}

package io.lockstep.follower.forwarding;

import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes requests, and decides none. */
public final class RecordingLeader implements LeaderRole {

    /** All that was asked, in order. */
    final List<PeerMessage> taken = new ArrayList<>();

    private final long term;

    /** The leader of this term. */
    public RecordingLeader(long term) {
        this.term = term;
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public void receive(PeerMessage.ToLeader message, Consumer<PeerMessage.FromLeader> reply) {
        taken.add(message);
    }

    @Override
    public Entry proposed(byte[] bytes) {
        return null;
    }

    @Override
    public void applied(Entry entry, List<Effect> effects) {}

    @Override
    public void flush() {}

    @Override
    public void tick() {}

    @Override
    public void stalled() {}

    @Override
    public long leaseRemainingMillis(long session) {
        return 0;
    }

    @Override
    public void end() {}
}

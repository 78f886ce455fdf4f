package io.lockstep.follower.map;

import io.lockstep.common.entry.ByteSource;
import io.lockstep.common.entry.SnapshotEncoder;
import io.lockstep.common.lock.LockStateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The hash of this server's map, equal on all servers at an equal index. It is that of the map's binary form, and made
 * of a frozen map, a piece in each turn: the map may be large, and others want answers meanwhile. All who ask while a
 * hash is being made share the next one. Loop thread only.
 */
public final class MapHash {

    /** A map with so many locks, sessions and grants in the history is hashed at once, in less than a millisecond. */
    static final int AT_ONCE_MAX = 1_000;

    private static final ByteSource NOTHING = ByteSource.of(new byte[0]);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final ReplicatedMap map;
    private final List<Consumer<Hashed>> asking = new ArrayList<>();
    private List<Consumer<Hashed>> answering = List.of();
    private ByteSource pieces = NOTHING;
    private boolean underWay;
    private boolean mayBegin = true;
    private long index;
    private long hash;
    private Hashed newest = new Hashed(-1, 0);

    /**
     * A hash.
     *
     * @param index the index of the map that was hashed
     */
    public record Hashed(long index, long hash) {}

    /** Hashes nothing yet. */
    public MapHash(ReplicatedMap map) {
        this.map = map;
    }

    /** Whether the map is so small that its hash costs next to nothing. */
    public boolean isCheap() {
        LockStateMachine machine = map.machine();
        return machine.lockCount() + machine.sessionCount() + machine.history().count() <= AT_ONCE_MAX;
    }

    /**
     * Has {@code then} get a hash of the map as it is now or later: at once if the hash is known or cheap, else at the
     * end of a later turn.
     */
    public void ask(Consumer<Hashed> then) {
        if (!underWay && asking.isEmpty() && newest.index != map.appliedIndex() && isCheap()) {
            begin();
            while (underWay) {
                hashOnePiece();
            }
        }
        if (newest.index == map.appliedIndex()) {
            then.accept(newest);
        } else {
            asking.add(then);
        }
    }

    /** Lets one more hash begin. To freeze the map takes time for each session, so it is done at most once a tick. */
    public void tick() {
        mayBegin = true;
    }

    /** Hashes one piece, if there is any to hash. Returns whether more is to do in the next turn. */
    public boolean advance() {
        if (!underWay && mayBegin && !asking.isEmpty()) {
            mayBegin = false;
            begin();
        }
        if (underWay) {
            hashOnePiece();
        }
        return underWay;
    }

    private void begin() {
        underWay = true;
        answering = List.copyOf(asking);
        asking.clear();
        index = map.appliedIndex();
        hash = 1;
        pieces = new SnapshotEncoder(map.machine().freeze());
    }

    private void hashOnePiece() {
        byte[] piece = pieces.next();
        long sum = hash;
        for (byte each : piece) {
            sum = Long.rotateLeft((sum ^ each) * MULTIPLIER, 31);
        }
        hash = sum;
        if (piece.length == 0) {
            end();
        }
    }

    private void end() {
        underWay = false;
        pieces = NOTHING;
        newest = new Hashed(index, hash);
        List<Consumer<Hashed>> due = answering;
        answering = List.of();
        due.forEach(then -> then.accept(newest));
    }
}

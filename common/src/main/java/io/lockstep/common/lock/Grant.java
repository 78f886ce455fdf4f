package io.lockstep.common.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import org.jspecify.annotations.Nullable;

/**
 * One current grant, as the map keeps it; {@code HolderStatus} is its public view. What it says never changes, so a
 * snapshot may read it on another thread.
 */
public final class Grant {

    private final LockName name;
    private final LockMode mode;
    private final long token;
    private final long sinceClusterMillis;
    private final long sinceWallMillis;

    /** Null for a grant without a delay that came at once, as most do. */
    private final @Nullable Waits waits;

    private record Waits(long delayMillis, long waitedMillis) {}

    /** The holder; null only if the grant is in no map. */
    @Nullable
    Session owner;

    /** Where {@link HeldLocks} of the owner has it. */
    int place;

    /** Makes a grant that is in no map. */
    public Grant(
            LockName name,
            LockMode mode,
            long token,
            long sinceClusterMillis,
            long sinceWallMillis,
            long delayMillis,
            long waitedMillis) {
        this.name = name;
        this.mode = mode;
        this.token = token;
        this.sinceClusterMillis = sinceClusterMillis;
        this.sinceWallMillis = sinceWallMillis;
        waits = delayMillis == 0 && waitedMillis == 0 ? null : new Waits(delayMillis, waitedMillis);
    }

    /** Returns a grant with the same values that is in no map. */
    Grant copy() {
        return new Grant(name, mode, token, sinceClusterMillis, sinceWallMillis, delayMillis(), waitedMillis());
    }

    /** Returns the holder. Throws if the grant is in no map. */
    Session ownerInMap() {
        if (owner == null) {
            throw new IllegalStateException("in no map: " + name);
        }
        return owner;
    }

    /** Returns the name of the lock. */
    public LockName name() {
        return name;
    }

    /** Returns how the lock is held. */
    public LockMode mode() {
        return mode;
    }

    /** Returns the fencing token. Locks granted together share one token. */
    public long token() {
        return token;
    }

    /** Returns the cluster time of the grant. */
    public long sinceClusterMillis() {
        return sinceClusterMillis;
    }

    /** Returns the leader's wall clock at the grant, in milliseconds since 1970; for display only. */
    public long sinceWallMillis() {
        return sinceWallMillis;
    }

    /** Returns how long the lock stays blocked if this grant ends by expiry or force. */
    public long delayMillis() {
        return waits == null ? 0 : waits.delayMillis;
    }

    /** Returns how long the holder had waited for the grant, in cluster time. */
    public long waitedMillis() {
        return waits == null ? 0 : waits.waitedMillis;
    }
}

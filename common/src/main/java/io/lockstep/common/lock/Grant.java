package io.lockstep.common.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import org.jspecify.annotations.Nullable;

/**
 * One grant that stands, as the map keeps it; {@code HolderStatus} is what others see of it. There may be a million, so the list
 * of what a session holds runs through the grants themselves.
 */
public final class Grant {

    private final LockName name;
    private final LockMode mode;
    private final long token;
    private final long sinceClusterMillis;
    private final long sinceWallMillis;
    private final long delayMillis;

    /** Whose it is; null only outside of a map. */
    @Nullable
    Session owner;

    /** The owner's grant before and after this one, in order of token. */
    @Nullable
    Grant previous;

    @Nullable
    Grant next;

    /** A grant that is in no map. */
    public Grant(
            LockName name, LockMode mode, long token, long sinceClusterMillis, long sinceWallMillis, long delayMillis) {
        this.name = name;
        this.mode = mode;
        this.token = token;
        this.sinceClusterMillis = sinceClusterMillis;
        this.sinceWallMillis = sinceWallMillis;
        this.delayMillis = delayMillis;
    }

    /** The same values, in no map. */
    Grant copy() {
        return new Grant(name, mode, token, sinceClusterMillis, sinceWallMillis, delayMillis);
    }

    /** Whose it is. Throws if it is in no map. */
    Session ownerInMap() {
        if (owner == null) {
            throw new IllegalStateException("in no map: " + name);
        }
        return owner;
    }

    public LockName name() {
        return name;
    }

    public LockMode mode() {
        return mode;
    }

    /** Its fencing token. Grants of several locks at once have the same. */
    public long token() {
        return token;
    }

    /** Cluster time of the grant. */
    public long sinceClusterMillis() {
        return sinceClusterMillis;
    }

    /** Wall-clock time of the grant at the leader, since 1970; for display only. */
    public long sinceWallMillis() {
        return sinceWallMillis;
    }

    /** For how long the lock stays blocked if this grant ends by expiry or by force. */
    public long delayMillis() {
        return delayMillis;
    }
}

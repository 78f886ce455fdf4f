package io.lockstep.common.lock;

import org.jspecify.annotations.Nullable;

/**
 * One grant that stands, as the map keeps it; {@link Hold} is what others see of it. There may be a million, so the list
 * of what a session holds runs through the grants themselves.
 */
public final class Grant {

    private final LockName name;
    private final long token;
    private final long sinceClusterMillis;
    private final long sinceWallMillis;

    /** Whose it is; null only outside of a map. */
    @Nullable
    Session owner;

    /** The owner's grant before and after this one, in order of token. */
    @Nullable
    Grant previous;

    @Nullable
    Grant next;

    /** A grant that is in no map. */
    public Grant(LockName name, long token, long sinceClusterMillis, long sinceWallMillis) {
        this.name = name;
        this.token = token;
        this.sinceClusterMillis = sinceClusterMillis;
        this.sinceWallMillis = sinceWallMillis;
    }

    public LockName name() {
        return name;
    }

    /** Its fencing token. */
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
}

package io.lockstep.follower.secret;

import io.lockstep.common.secret.ClusterSecret;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a server has of its cluster's secret: nothing, until it is given one, and then that one. Any thread. */
public final class HeldSecret {

    private final AtomicReference<@Nullable ClusterSecret> secret = new AtomicReference<>();

    /** The secret; null for a server that joins and has not been given it yet. */
    public @Nullable ClusterSecret get() {
        return secret.get();
    }

    /** Keeps the secret; a second one is ignored. */
    public void receive(ClusterSecret given) {
        secret.compareAndSet(null, given);
    }
}

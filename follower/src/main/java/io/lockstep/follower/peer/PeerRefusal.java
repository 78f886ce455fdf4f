package io.lockstep.follower.peer;

import org.jspecify.annotations.Nullable;

/**
 * A hello that was refused.
 *
 * @param reason why
 * @param explanation the same for people, with the values that differ
 * @param address of the other end: as dialled, or where it connected from
 * @param other who the other end says it is; null if it did not say so intelligibly
 * @param here true if this server refused the other, false if the other refused this one
 */
public record PeerRefusal(
        RefusalReason reason,
        String explanation,
        String address,
        @Nullable PeerIdentity other,
        boolean here) {}

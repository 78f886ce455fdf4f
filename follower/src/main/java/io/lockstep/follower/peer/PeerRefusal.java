package io.lockstep.follower.peer;

import org.jspecify.annotations.Nullable;

/**
 * A hello that was refused.
 *
 * @param reason the reason code
 * @param explanation the reason in words, with the values that differ
 * @param address of the other end: as dialled, or the one it connected from
 * @param other the identity in the other end's hello; null if it could not be read
 * @param here true if this server refused the other, false if the other refused this one
 * @param dialled whether this server made the connection
 * @param believed whether it may be a reason to stop: the other end has proved the cluster's secret, or only a process
 *     of this machine can be the other end, or this server has no secret that could be proved
 */
public record PeerRefusal(
        RefusalReason reason,
        String explanation,
        String address,
        @Nullable PeerIdentity other,
        boolean here,
        boolean dialled,
        boolean believed) {

    private static final int TEXT_LENGTH_MAX = 500;

    /** Makes a text of another server fit for a log and a terminal. */
    static String printable(String text) {
        String cut = text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}

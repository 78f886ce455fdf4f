package io.lockstep.client.inspect;

import io.lockstep.common.protocol.ServerLine;

/**
 * What a watch saw.
 *
 * @param kind what happened; the words of the protocol, of which more may come: {@code HELD} and {@code FREE} for what
 *     is so when the watch begins, then {@code QUEUED}, {@code UNQUEUED}, {@code GRANTED}, {@code RELEASED}, {@code
 *     EXPIRED}, and {@code GAP}, after which the locks that are held are told again; {@code ENDED} if the cluster
 *     refuses to go on, with its words as the reason
 * @param name of the lock; empty for a gap
 * @param clientId the client that it happened to; 0 if there is none
 * @param token of the grant; 0 if there is none
 * @param reason why, for some kinds; may be empty
 */
public record WatchEvent(String kind, String name, long clientId, long token, String reason) {

    static WatchEvent of(ServerLine line) {
        return new WatchEvent(
                line.word(),
                line.value(),
                line.number("owner", 0),
                line.number("token", 0),
                line.options().getOrDefault("reason", ""));
    }
}

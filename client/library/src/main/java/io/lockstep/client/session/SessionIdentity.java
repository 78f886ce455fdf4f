package io.lockstep.client.session;

import java.time.Duration;

/**
 * Which session this is, and the secret that allows taking it up again.
 *
 * @param session never reused
 * @param key 32 hexadecimal digits; never printed unless the user asked for it
 * @param clientId the visible name; 0 if not known yet
 * @param ttl the lease: how long the session outlives the last word heard from it
 */
public record SessionIdentity(long session, String key, long clientId, Duration ttl) {

    @Override
    public String toString() {
        return "SessionIdentity[session=" + session + ", clientId=" + clientId + "]";
    }
}

package io.lockstep.client.session;

import java.time.Duration;

/**
 * The identity of a session, and the secret that is needed to resume it.
 *
 * @param session never reused
 * @param key 32 hexadecimal digits; never printed unless the user asked for it
 * @param clientId the visible name; 0 if not known yet
 * @param ttl the lease: how long the session outlives its last sign of life
 */
public record SessionIdentity(long session, String key, long clientId, Duration ttl) {

    @Override
    public String toString() {
        return "SessionIdentity[session=" + session + ", clientId=" + clientId + "]";
    }
}

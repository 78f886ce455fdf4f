package io.lockstep.client.session;

import io.lockstep.client.connection.TokenSource;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a session.
 *
 * @param servers tried in this order; one is enough, the others of the cluster are learned from it
 * @param ttl the lease to ask for, from one second to one hour; the server says which there is
 * @param timeout within which a request must be settled, fail-over included; a LOCK that waits has that beyond its wait
 * @param marginPercent how much earlier than the server the client stops relying on the lease, in percent of it
 * @param label shown to clients that wait for this one; may be empty
 * @param resume an earlier session to resume; null to open a new one
 * @param sockets what connections to the servers are made of
 * @param firstRequest the number of the first request: 1, or more if the resumed session has used numbers before
 * @param tokens where the token of the user comes from
 * @param operator whether to get in when the servers have no room for other clients
 */
public record SessionSettings(
        List<HostPort> servers,
        Duration ttl,
        Duration timeout,
        int marginPercent,
        String label,
        @Nullable SessionIdentity resume,
        Sockets sockets,
        long firstRequest,
        TokenSource tokens,
        boolean operator) {

    /** A margin that allows for clocks that differ in speed, and for the time that a stop takes. */
    public static final int MARGIN_PERCENT_DEFAULT = 20;

    private static final int PERCENT = 100;

    public SessionSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a session needs the address of a server");
        }
        if (marginPercent < 0 || marginPercent >= PERCENT) {
            throw new IllegalArgumentException("the margin is a part of the lease, from 0 to 99 percent");
        }
    }

    /** Settings for a new session. */
    public static SessionSettings fresh(List<HostPort> servers, Duration ttl, Duration timeout) {
        return new SessionSettings(
                servers, ttl, timeout, MARGIN_PERCENT_DEFAULT, "", null, Sockets.PLAIN, 1, TokenSource.NONE, false);
    }

    /** The same with other servers. */
    public SessionSettings at(List<HostPort> newServers) {
        return new SessionSettings(
                newServers, ttl, timeout, marginPercent, label, resume, sockets, firstRequest, tokens, operator);
    }

    /** The same with another lease. */
    public SessionSettings withTtl(Duration newTtl) {
        return new SessionSettings(
                servers, newTtl, timeout, marginPercent, label, resume, sockets, firstRequest, tokens, operator);
    }

    /** The same with another time-out. */
    public SessionSettings withTimeout(Duration newTimeout) {
        return new SessionSettings(
                servers, ttl, newTimeout, marginPercent, label, resume, sockets, firstRequest, tokens, operator);
    }

    /** The same with a label. */
    public SessionSettings withLabel(String newLabel) {
        return new SessionSettings(
                servers, ttl, timeout, marginPercent, newLabel, resume, sockets, firstRequest, tokens, operator);
    }

    /** The same for an operator, who gets in when the servers have no room for other clients. */
    public SessionSettings asOperator() {
        return new SessionSettings(
                servers, ttl, timeout, marginPercent, label, resume, sockets, firstRequest, tokens, true);
    }

    /** The same with another margin. */
    public SessionSettings withMarginPercent(int newMarginPercent) {
        return new SessionSettings(
                servers, ttl, timeout, newMarginPercent, label, resume, sockets, firstRequest, tokens, operator);
    }

    /** The same over other sockets. */
    public SessionSettings over(Sockets newSockets) {
        return new SessionSettings(
                servers, ttl, timeout, marginPercent, label, resume, newSockets, firstRequest, tokens, operator);
    }

    /** The same for an earlier session, which has used the numbers below {@code newFirstRequest}. */
    public SessionSettings resuming(SessionIdentity session, long newFirstRequest) {
        return new SessionSettings(
                servers, ttl, timeout, marginPercent, label, session, sockets, newFirstRequest, tokens, operator);
    }

    /** The same for a user, whose token comes from there. */
    public SessionSettings withTokens(TokenSource newTokens) {
        return new SessionSettings(
                servers, ttl, timeout, marginPercent, label, resume, sockets, firstRequest, newTokens, operator);
    }

    /** How long after a renewal the client may rely on the lease. */
    public Duration safe(Duration lease) {
        return lease.minus(lease.multipliedBy(marginPercent).dividedBy(PERCENT));
    }
}

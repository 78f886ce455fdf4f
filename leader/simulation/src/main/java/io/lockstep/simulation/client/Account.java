package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.time.Randomness;

/** Who a client is to the cluster, and whether it has said so on its connection. */
final class Account {

    private final Credentials credentials;
    private final String user;
    private boolean shown;

    /** @param user its name; empty for a client that never says who it is */
    Account(Credentials credentials, String user) {
        this.credentials = credentials;
        this.user = user;
    }

    Credentials credentials() {
        return credentials;
    }

    /** Returns whether the client knows what it needs to begin: the token of its user. */
    boolean isReady() {
        return user.isEmpty() || credentials.has(user);
    }

    /** Returns whether the client is to send AUTH next. */
    boolean isToBeShown() {
        return !user.isEmpty() && !shown;
    }

    /** The client has a new connection, or the server does not know it, or no longer. */
    void forgotten() {
        shown = false;
    }

    /** Returns the AUTH of this client. */
    Ask auth(Randomness random) {
        shown = true;
        return Ask.of(Verb.AUTH).with("token", credentials.shown(user, random));
    }

    /** Returns whether it never says who it is. */
    boolean isStranger() {
        return user.isEmpty();
    }

    /** Returns how long the client may typically think; the first administrator has much to do. */
    long thinkMicrosMax() {
        return is(Credentials.ADMIN) ? 40_000 : 150_000;
    }

    /** Returns whether it is this user. */
    boolean is(String name) {
        return user.equals(name);
    }
}

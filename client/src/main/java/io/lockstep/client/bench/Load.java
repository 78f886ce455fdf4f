package io.lockstep.client.bench;

/**
 * How many clients put a load on the servers, and how they pace themselves.
 *
 * @param clients each has at most one request unanswered; at least 1
 * @param connections over which the clients are spread in turn; from 1 to {@code clients}
 * @param ratePerSecond the requests that are due in a second, by all clients together: an open loop. With 0 each client
 *     sends its next request as soon as it has an answer: a closed loop
 */
public record Load(int clients, int connections, int ratePerSecond) {

    public Load {
        if (clients < 1 || connections < 1 || connections > clients || ratePerSecond < 0) {
            throw new IllegalArgumentException("a load needs clients, and at most one connection for each");
        }
    }

    /** A closed loop with a connection for each client. */
    public static Load closed(int clients) {
        return new Load(clients, clients, 0);
    }

    /** Whether requests are due at fixed times. */
    public boolean isOpen() {
        return ratePerSecond > 0;
    }

    /** Whether several clients use one connection. */
    public boolean sharesConnections() {
        return connections < clients;
    }
}

package io.lockstep.follower.client;

import java.util.HashMap;
import java.util.Map;

/**
 * Requests that wait at this server for something of its own: that its map reaches an index, or that a renewal is
 * confirmed. What they leave behind while they wait is withdrawn when the wait ends, and when the connection closes, so
 * nothing is kept for a client that has gone. Their number is bounded. Loop thread only.
 */
final class ParkedRequests {

    private final int max;
    private final Map<Conversation, Map<ClientRequest, Runnable>> withdrawals = new HashMap<>();
    private int count;

    /** @param max bound of the requests that wait at the same time, on all connections together */
    ParkedRequests(int max) {
        this.max = max;
    }

    /** Whether no further request may wait. */
    boolean full() {
        return count >= max;
    }

    /**
     * Parks a request of an open connection, which is not parked.
     *
     * @param withdraw removes what would end the wait
     */
    void park(ClientRequest request, Runnable withdraw) {
        withdrawals
                .computeIfAbsent(request.conversation(), conversation -> new HashMap<>(2))
                .put(request, withdraw);
        count++;
    }

    /** The wait of a request has ended. Without effect if it is not parked. */
    void end(ClientRequest request) {
        Map<ClientRequest, Runnable> parked = withdrawals.get(request.conversation());
        if (parked == null) {
            return;
        }
        Runnable withdraw = parked.remove(request);
        if (withdraw != null) {
            count--;
            if (parked.isEmpty()) {
                withdrawals.remove(request.conversation());
            }
            withdraw.run();
        }
    }

    /** The connection is closed: its requests have no effect any more. */
    void closed(Conversation conversation) {
        Map<ClientRequest, Runnable> parked = withdrawals.remove(conversation);
        if (parked != null) {
            count -= parked.size();
            parked.values().forEach(Runnable::run);
        }
    }
}

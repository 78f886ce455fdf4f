package io.lockstep.leader.node;

import io.lockstep.common.protocol.ErrorCode;

/**
 * When this server may answer from its own map. After a start it must first be level with what was committed when it first
 * heard from a leader, so that it never shows a client the past; later a client may name an index it must have reached.
 */
final class LocalReads {

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LeaderLink leaderLink;
    private final Timers timers;
    private boolean level;
    private boolean asking;

    LocalReads(ReplicatedMap map, PendingRequests pending, LeaderLink leaderLink, Timers timers) {
        this.map = map;
        this.pending = pending;
        this.leaderLink = leaderLink;
        this.timers = timers;
    }

    boolean level() {
        return level;
    }

    /** Asks a leader, once there is one, up to where the log was committed. */
    void tick() {
        if (level || asking || leaderLink.leader() == 0) {
            return;
        }
        asking = true;
        pending.confirmRead(outcome -> {
            asking = false;
            level = outcome instanceof Outcome.MapReady;
        });
    }

    /**
     * Runs {@code read} when the map is at {@code index}, or answers that this server is behind: at once where it is not
     * level yet, else after a wait.
     *
     * @param index 0 if any will do
     */
    void whenAt(long index, Exchange exchange, Runnable read) {
        if (!level) {
            behind(exchange, "this server has started and is not level with the leader yet");
        } else if (map.appliedIndex() >= index) {
            read.run();
        } else {
            Wait wait = new Wait(exchange, read);
            map.whenAt(index, wait::arrived);
            timers.after(NodeSettings.INDEX_WAIT_NANOS, wait::late);
        }
    }

    private void behind(Exchange exchange, String message) {
        exchange.reply(exchange.error(ErrorCode.BEHIND)
                .option("index", map.appliedIndex())
                .message(message + "; try again, or ask another server"));
    }

    private final class Wait {
        private final Exchange exchange;
        private final Runnable read;
        private boolean over;

        Wait(Exchange exchange, Runnable read) {
            this.exchange = exchange;
            this.read = read;
        }

        void arrived() {
            if (!over) {
                over = true;
                read.run();
            }
        }

        void late() {
            if (!over) {
                over = true;
                behind(exchange, "this server's map is not at that index yet");
            }
        }
    }
}

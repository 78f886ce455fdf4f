package io.lockstep.leader.node;

import io.lockstep.common.lock.Entry;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.Submission;
import io.lockstep.common.protocol.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides when this server may answer from its own map. After a start the map must first hold everything that was
 * committed before the start, so that no client is shown the past. The server is <em>level</em> from then on. A client
 * may also name an index that the map must have reached. A request waits for both, for a bounded time.
 */
final class LocalReads {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LeaderLink leaderLink;
    private final NodeClock clock;

    /** In the order of their deadlines, since all wait for the same time. */
    private final LinkedHashSet<Wait> waits = new LinkedHashSet<>();

    private boolean level;
    private boolean asking;

    LocalReads(
            ServerIncarnation home,
            ReplicatedMap map,
            PendingRequests pending,
            LeaderLink leaderLink,
            NodeClock clock) {
        this.home = home;
        this.map = map;
        this.pending = pending;
        this.leaderLink = leaderLink;
        this.clock = clock;
    }

    boolean level() {
        return level;
    }

    /** Answers requests that have waited too long. Until the server is level, asks the leader for its commit index. */
    void tick() {
        giveUpLate();
        if (!level && !asking && leaderLink.leader() != 0) {
            asking = true;
            confirm(outcome -> asking = false);
        }
    }

    /** Reports when the map holds everything that was committed before this call, or why that is not known in time. */
    void confirm(Consumer<Outcome> answer) {
        pending.confirmRead(outcome -> {
            if (outcome instanceof Outcome.MapReady) {
                becomeLevel();
            }
            answer.accept(outcome);
        });
    }

    /**
     * An entry was applied. An entry with a request or a proposal of this run was appended after the start, so it
     * follows every entry that was committed before the start.
     */
    void applied(Entry entry) {
        if (!level && isOfThisRun(entry)) {
            becomeLevel();
        }
    }

    private boolean isOfThisRun(Entry entry) {
        for (Submission submission : entry.submissions()) {
            if (submission.origin().home().equals(home)) {
                return true;
            }
        }
        return entry.proposal().home().equals(home);
    }

    /** This node leads: its map holds everything that was committed before its term. */
    void leading() {
        becomeLevel();
    }

    private void becomeLevel() {
        if (!level) {
            level = true;
            List.copyOf(waits).forEach(Wait::awaitIndex);
        }
    }

    /**
     * Runs {@code read} as soon as the server is level and the map is at {@code index}, possibly at once. If that takes
     * longer than {@link NodeSettings#INDEX_WAIT_NANOS}, answers BEHIND instead.
     *
     * @param index 0 if any will do
     */
    void whenAt(long index, Exchange exchange, Runnable read) {
        if (level && map.appliedIndex() >= index) {
            read.run();
            return;
        }
        Wait wait = new Wait(index, exchange, read, clock.nanoTime() + NodeSettings.INDEX_WAIT_NANOS);
        waits.add(wait);
        if (level) {
            wait.awaitIndex();
        }
    }

    private void giveUpLate() {
        long nowNanos = clock.nanoTime();
        while (!waits.isEmpty()) {
            Wait oldest = waits.iterator().next();
            if (oldest.deadlineNanos - nowNanos > 0) {
                return;
            }
            waits.remove(oldest);
            oldest.late();
        }
    }

    private void behind(Exchange exchange) {
        exchange.reply(exchange.error(ErrorCode.BEHIND)
                .option("index", map.appliedIndex())
                .message((level
                                ? "this server has not reached that index yet"
                                : "this server has started and is still catching up with the leader")
                        + "; try again, or ask another server"));
    }

    private final class Wait {
        private final long index;
        private final Exchange exchange;
        private final Runnable read;
        private final long deadlineNanos;
        private Runnable withdraw = ReplicatedMap.NOTHING_TO_WITHDRAW;

        Wait(long index, Exchange exchange, Runnable read, long deadlineNanos) {
            this.index = index;
            this.exchange = exchange;
            this.read = read;
            this.deadlineNanos = deadlineNanos;
        }

        void awaitIndex() {
            withdraw = map.whenAt(index, this::arrived);
        }

        private void arrived() {
            waits.remove(this);
            read.run();
        }

        void late() {
            withdraw.run();
            behind(exchange);
        }
    }
}

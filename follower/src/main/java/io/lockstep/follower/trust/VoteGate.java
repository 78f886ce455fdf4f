package io.lockstep.follower.trust;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this server may stand and vote. A server that may have lost entries which it acknowledged could elect a
 * leader that lacks them; so it does neither until it has caught up with a leader. If it still remembers its term and
 * its vote, it may also vote once it has heard how far every other voter's log goes, and then only for a log that is as
 * long as the longest. Any thread; no call waits for a disk, except {@link #met} when it starts a doubt.
 */
public final class VoteGate {

    private static final Logger LOG = LoggerFactory.getLogger(VoteGate.class);

    /** Far more servers than a cluster has. */
    private static final int HISTORIES_MAX = 64;

    private final int self;
    private final String storageId;
    private final long incarnation;
    private final ProgressFile progress;
    private final Supplier<LogPosition> log;
    private final boolean lossAccepted;
    private final LogPosition atStart;

    /** The last entry of each other server's log, as heard in this run. */
    private final Map<Integer, LogPosition> heard = new HashMap<>();

    private @Nullable Supplier<Set<Integer>> otherVoters;
    private Consumer<String> onDoubt = explanation -> {};
    private Runnable onNewRun = () -> {};

    /** Set once this server's log holds all that was committed before this run. What it lacked before is then back. */
    private boolean caughtUp;

    /** What other servers remember of this one: the most starts, and the newest term of an entry. */
    private long startsRemembered;

    private long termRemembered;

    /**
     * @param self the number of this server
     * @param incarnation of this process
     * @param progress says whether this server is in doubt
     * @param log the last entry on disk
     * @param lossAccepted whether the operator accepts that entries are lost; memories of others are then ignored
     */
    public VoteGate(
            int self, long incarnation, ProgressFile progress, Supplier<LogPosition> log, boolean lossAccepted) {
        this.self = self;
        this.storageId = progress.now().storageId();
        this.incarnation = incarnation;
        this.progress = progress;
        this.log = log;
        this.lossAccepted = lossAccepted;
        this.atStart = log.get();
    }

    /** Tells the gate who else votes, from now on. */
    public synchronized void voters(Supplier<Set<Integer>> others) {
        otherVoters = others;
    }

    /** Calls {@code consumer}, on any thread, when a doubt starts while this server runs. It must not block. */
    public synchronized void onDoubt(Consumer<String> consumer) {
        onDoubt = consumer;
    }

    /** Calls {@code task}, on any thread, when another server was met in a new run. It must not block. */
    public synchronized void onNewRun(Runnable task) {
        onNewRun = task;
    }

    /** Whether this server is in doubt, and why. */
    public Doubt doubt() {
        return progress.now().doubt();
    }

    /** The loss that the operator has accepted and that is not in the audit yet; null if there is none. */
    public @Nullable AcceptedLoss acceptedLoss() {
        return progress.now().loss();
    }

    /** The audit has the loss that was accepted at this start. The disk learns that with the next write. */
    public void lossRecorded(long start) {
        progress.change(before -> before.loss() != null && before.loss().start() == start ? before.loss(null) : before);
    }

    /** What this server says of itself, and remembers of the others. */
    public DiskReport report() {
        Progress now = progress.now();
        return new DiskReport(
                now.starts(),
                log.get(),
                lossAccepted,
                List.copyOf(now.histories().values()));
    }

    /**
     * Another server has introduced itself.
     *
     * @throws IOException if this server now is in doubt and that cannot be written
     */
    public void met(int server, String itsStorageId, long itsIncarnation, DiskReport report) throws IOException {
        ServerHistory known = progress.now().histories().get(server);
        progress.change(before -> remember(before, server, itsStorageId, itsIncarnation, report));
        synchronized (this) {
            heard.merge(server, report.last(), LogPosition::max);
            if (known == null || known.incarnation() != itsIncarnation) {
                onNewRun.run();
            }
        }
        for (ServerHistory history : report.remembered()) {
            if (history.server() == self && history.storageId().equals(storageId)) {
                compare(server, history);
            }
        }
    }

    private static Progress remember(Progress before, int server, String itsStorageId, long run, DiskReport report) {
        ServerHistory known = before.histories().get(server);
        if (known == null) {
            boolean room = before.histories().size() < HISTORIES_MAX;
            return room ? before.with(ServerHistory.of(server, itsStorageId, run, report)) : before;
        }
        return known.storageId().equals(itsStorageId) ? before.with(known.met(run, report)) : before;
    }

    private void compare(int server, ServerHistory history) throws IOException {
        Progress now = progress.now();
        LogPosition earlier = history.before(incarnation);
        boolean otherRun = history.starts() > now.starts()
                || (history.starts() == now.starts() && history.incarnation() != incarnation);
        boolean longerLog = earlier.compareTo(atStart) > 0;
        synchronized (this) {
            startsRemembered = Math.max(startsRemembered, history.starts());
            termRemembered = Math.max(termRemembered, earlier.term());
            // A log that is known to be cut is shorter, and remembers its votes. An older copy does not.
            boolean explained = now.doubt() == Doubt.OLD_COPY || (now.doubt() == Doubt.CUT_LOG && !otherRun);
            if (lossAccepted && longerLog) {
                progress.change(before -> before.loss() == null
                        ? before
                        : before.loss(before.loss().alsoKnown(earlier)));
            }
            if (caughtUp || lossAccepted || explained || !(otherRun || longerLog)) {
                return;
            }
            progress.change(before -> before.doubt(Doubt.OLD_COPY));
        }
        String explanation = "Server " + server + " remembers more of this server than its disk holds: "
                + (history.starts() == now.starts() ? "another start " : "start ") + history.starts() + " and entry "
                + earlier + " (term/index), where the disk has start " + now.starts() + " and entry " + atStart
                + ". So this data directory is an older copy, or lost what was acknowledged";
        LOG.warn("This server neither stands nor votes until it has caught up with a leader. {}", explanation);
        onDoubt.accept(explanation);
        progress.store();
    }

    /** Records that another server has the entry at {@code position} on its disk. */
    public void reached(int server, LogPosition position) {
        progress.change(before -> {
            ServerHistory known = before.histories().get(server);
            return known == null ? before : before.with(known.reached(position));
        });
    }

    /** Whether this server may start an election. */
    public boolean mayStand() {
        return mayElect(log.get());
    }

    /** Whether this server may vote in {@code term} for a candidate whose log ends at {@code candidate}. */
    public boolean mayVote(long term, LogPosition candidate) {
        return term > progress.now().votesAbove() && mayElect(candidate);
    }

    private synchronized boolean mayElect(LogPosition candidate) {
        Supplier<Set<Integer>> others = otherVoters;
        return switch (doubt()) {
            case NONE -> true;
            case CUT_LOG ->
                others != null && heard.keySet().containsAll(others.get()) && candidate.compareTo(longest(others)) >= 0;
            case OLD_COPY -> false;
        };
    }

    private LogPosition longest(Supplier<Set<Integer>> others) {
        return others.get().stream().map(heard::get).reduce(LogPosition.NONE, LogPosition::max);
    }

    /**
     * The voters that a server in doubt has not heard of in this run. It waits for them, or for a leader. Empty if it
     * is not in doubt.
     */
    public synchronized Set<Integer> waitsFor() {
        Set<Integer> missing = new TreeSet<>();
        if (doubt() != Doubt.NONE && otherVoters != null) {
            missing.addAll(otherVoters.get());
            missing.removeAll(heard.keySet());
        }
        return missing;
    }

    /**
     * Whether a leader of {@code term} may append here. An older copy may have promised a newer leader not to listen
     * to this one.
     */
    public synchronized boolean mayFollow(long term) {
        return doubt() != Doubt.OLD_COPY || term >= termRemembered;
    }

    /** Whether {@link #caughtUp} is still to come in this run. */
    public synchronized boolean isCatchingUp() {
        return !caughtUp;
    }

    /** This server's log holds an entry of {@code term} that a leader of that term says is committed. */
    public synchronized void caughtUp(long term) {
        if (!caughtUp) {
            caughtUp = true;
            trust(term, "has caught up with the leader of term " + term);
        }
    }

    /** This server leads in {@code term}, by votes that it was allowed to ask for. */
    public synchronized void led(long term) {
        if (doubt() == Doubt.CUT_LOG) {
            trust(term, "leads in term " + term + " with the longest log of all voters");
        }
    }

    private void trust(long term, String why) {
        if (doubt() != Doubt.NONE) {
            progress.change(before ->
                    before.doubt(Doubt.NONE).votesAbove(term).starts(Math.max(before.starts(), startsRemembered + 1)));
            LOG.info("This server {}; it stands and votes again", why);
        }
    }
}

package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the cluster, and changes of them. Every call that takes the node's lock runs on the engine's worker
 * thread, because the engine holds that lock while it writes a vote to disk, and the loop must not wait for a disk.
 * Only one change runs at a time; requests during a change are dropped.
 */
final class EngineMembership {

    private static final Logger LOG = LoggerFactory.getLogger(EngineMembership.class);

    private static final long REFRESH_MILLIS = 50;

    private final NodeImpl node;
    private final Worker worker;
    /** Odd during a change made by this node. */
    private final AtomicLong changes = new AtomicLong();

    private volatile boolean promoting;
    private volatile Membership latest = new Membership(Set.of(), Set.of(), false);

    EngineMembership(NodeImpl node, Worker worker) {
        this.node = node;
        this.worker = worker;
    }

    /** Starts to track the membership. Called once the node has started. */
    void start() {
        refresh();
        worker.repeat(this::refresh, REFRESH_MILLIS);
    }

    /** At most 50 ms old, except while the node's lock is held. */
    Membership latest() {
        return latest;
    }

    /**
     * Increases at the start and at the end of every change, so it is odd during one ({@link #changing}). During a
     * change the engine counts the quorum of a read index among the new voters only, while the old ones could elect
     * another leader. So a confirmation is valid only if this value was even before and is the same after.
     */
    long changes() {
        return changes.get();
    }

    boolean changing() {
        return changes.get() % 2 == 1;
    }

    /** Starts a change. Any thread. Dropped during another change. */
    void addLearners(Set<Member> servers) {
        change(() -> {
            Configuration now = node.getCurrentConf();
            List<PeerId> missing = new ArrayList<>(PeerIds.of(servers));
            missing.removeIf(peer -> now.contains(peer) || now.getLearners().contains(peer));
            if (missing.isEmpty()) {
                finished();
            } else {
                node.addLearners(missing, status -> finished());
            }
        });
    }

    /** Starts a change. Any thread. Dropped during another change. */
    void removeLearners(Set<Member> servers) {
        change(() -> {
            List<PeerId> learning = new ArrayList<>(PeerIds.of(servers));
            learning.retainAll(node.getCurrentConf().getLearners());
            if (learning.isEmpty()) {
                finished();
            } else {
                node.removeLearners(learning, status -> finished());
            }
        });
    }

    /**
     * Starts a change. Any thread. Dropped during another change, if one of the rising servers already votes, or if one
     * of the leaving ones does not.
     */
    void changeVoters(Set<Member> leaving, Set<Member> rising) {
        change(() -> {
            Configuration now = node.getCurrentConf();
            List<PeerId> added = PeerIds.of(rising);
            List<PeerId> removed = PeerIds.of(leaving);
            List<PeerId> learning = new ArrayList<>(added);
            learning.retainAll(now.getLearners());
            if (added.stream().anyMatch(now::contains) || !removed.stream().allMatch(now::contains)) {
                finished();
            } else if (learning.isEmpty()) {
                exchange(removed, added);
            } else {
                // The engine refuses a configuration that makes a learner a voter directly, so the learner is removed
                // first.
                node.removeLearners(learning, then(() -> exchange(removed, added)));
            }
        });
    }

    /** The engine makes this one change, with majorities of both the old and the new voters, or none. */
    private void exchange(List<PeerId> removed, List<PeerId> added) {
        Configuration wanted = new Configuration(node.getCurrentConf());
        removed.forEach(wanted::removePeer);
        added.forEach(wanted::addPeer);
        promoting = !added.isEmpty();
        node.changePeers(wanted, status -> {
            promoting = false;
            finished();
        });
        if (promoting) {
            nudge();
        }
    }

    /**
     * Appends an entry without bytes. The engine notices that a new voter has caught up only when that voter answers an
     * append. If its first answer came before the engine started to wait, an idle cluster would wait forever.
     */
    private void nudge() {
        node.apply(new Task(ByteBuffer.allocate(0), status -> {}));
    }

    /** The next step of a change, run on the worker; skipped if the step before failed. */
    private Closure then(Runnable next) {
        return status -> {
            if (status.isOk()) {
                worker.execute(next);
            } else {
                finished();
            }
        };
    }

    private void change(Runnable first) {
        long now = changes.get();
        if (now % 2 == 0 && changes.compareAndSet(now, now + 1)) {
            worker.execute(first);
        }
    }

    private void finished() {
        changes.incrementAndGet();
        worker.execute(this::refresh);
    }

    private void refresh() {
        if (promoting) {
            nudge();
        }
        Membership before = latest;
        latest = read(changes::get, node::getCurrentConf, before);
        logVoters(before);
    }

    /**
     * A change that ends while the configuration is read counts as under way: what was read may be its first half.
     *
     * @param changes as {@link #changes}
     * @param current the engine's configuration; null before it has one
     * @param before the result until the engine has a configuration
     */
    static Membership read(LongSupplier changes, Supplier<@Nullable Configuration> current, Membership before) {
        long changesBefore = changes.getAsLong();
        Configuration now = current.get();
        boolean changing = changesBefore % 2 == 1 || changes.getAsLong() != changesBefore;
        return now == null ? before : new Membership(PeerIds.voters(now), PeerIds.learners(now), changing);
    }

    private void logVoters(Membership before) {
        if (!latest.voters().equals(before.voters())) {
            LOG.info(
                    "Voters: servers {}; the cluster survives the loss of {}",
                    latest.voters().stream().map(Member::server).sorted().toList(),
                    latest.survivesLossOf());
        }
    }
}

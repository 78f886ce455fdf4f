package io.lockstep.leader.engine;

import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.State;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.util.Endpoint;
import io.lockstep.leader.replication.Member;
import io.lockstep.leader.replication.Membership;
import io.lockstep.leader.replication.ProposalOutcome;
import io.lockstep.leader.replication.Replication;
import io.lockstep.leader.replication.ReplicationEvents;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The seam on the real engine. What the engine tells goes through one bounded queue, {@link HandOver}; the loop calls
 * {@link #drain} whenever it was woken, and gets its events there.
 *
 * <p>{@link #start} and {@link #close} wait for the disk and are called off the loop, or while no loop runs. All that
 * {@link Replication} has is called on the loop and does not block.
 */
public final class EngineReplication implements Replication, AutoCloseable {

    /** Proposals without an outcome; beyond it they are refused. Below the engine's ring, so that the ring is never full. */
    static final int PROPOSALS_MAX = 512;

    private static final String GROUP = "lockstep";
    private static final long CONFIRMATION_MILLIS = 1_000;
    private static final long STOP_SECONDS = 10;

    private final EngineSettings settings;
    private final ReplicationEvents events;
    private final EngineFailure failure;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final HandOver handOver;
    private final Roles roles = new Roles();
    private final Worker worker;
    private final Worker snapshotWriter;
    private final Snapshots snapshots;
    private final AtomicBoolean snapshotAsked = new AtomicBoolean();
    private final PeerProgress progress = new PeerProgress();
    private final LeaderReadNode node;
    private final EngineMembership membership;
}

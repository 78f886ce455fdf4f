package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import io.lockstep.follower.engine.wire.ElectionTimes;
import io.lockstep.follower.storage.DataDirectory;
import java.nio.file.Path;

/**
 * The engine's settings on one server.
 *
 * @param server the server's number
 * @param peerAddress {@code host:port} of its peer port
 * @param founder whether it starts a cluster with itself as the only voter; ignored unless its log is empty
 * @param logDirectory for the replicated log
 * @param metaDirectory for the term and the vote
 * @param snapshotDirectory for snapshots
 * @param electionMillis a follower starts an election when it has heard nothing for this long, or longer while it sees
 *     stalls
 */
public record EngineSettings(
        int server,
        String peerAddress,
        boolean founder,
        Path logDirectory,
        Path metaDirectory,
        Path snapshotDirectory,
        int electionMillis) {

    /** Short enough to fail over within a second, long enough that a brief stall causes no election. */
    public static final int ELECTION_MILLIS = 500;

    /** A small random part of the engine's timers. What keeps candidates apart is their slots. */
    private static final int TIMER_JITTER_MILLIS = 40;

    /** Candidates that have split the votes try again at different times: there are so many, this far apart. */
    private static final int VOTE_SLOTS = 3;

    private static final int VOTE_SLOT_MILLIS = 200;

    /** A request is lost only with its link, which is noticed at once. So this is for a peer that stands still. */
    private static final int REQUEST_MILLIS = 5_000;

    private static final int RING_SLOTS = 1_024;

    // The bound for one stuck peer: 32 requests of 256 KiB are 8 MiB, in a heap of 64 MiB.
    private static final int APPENDS_IN_FLIGHT_MAX = 32;
    private static final int APPEND_ENTRIES_MAX = 256;
    private static final int APPEND_BYTES_MAX = 256 * 1024;
    private static final long LOG_IN_MEMORY_BYTES_MAX = 8L * 1024 * 1024;
    private static final int SNAPSHOT_CHUNK_BYTES_MAX = 128 * 1024;

    /** The default settings for a server with this data directory. */
    public static EngineSettings of(int server, String peerAddress, boolean founder, DataDirectory data) {
        return new EngineSettings(
                server, peerAddress, founder, data.log(), data.vote(), data.snapshots(), ELECTION_MILLIS);
    }

    /** The engine's options: shared timers, few threads, no metrics, snapshots only on request. */
    NodeOptions applyTo(NodeOptions options) {
        options.setElectionTimeoutMs(voteMillis());
        options.setSnapshotIntervalSecs(0);
        options.setLogUri(logDirectory.toString());
        options.setRaftMetaUri(metaDirectory.toString());
        options.setSnapshotUri(snapshotDirectory.toString());
        options.setDisableCli(true);
        options.setEnableMetrics(false);
        options.setSharedElectionTimer(true);
        options.setSharedVoteTimer(true);
        options.setSharedStepDownTimer(true);
        options.setSharedSnapshotTimer(true);
        options.setTimerPoolSize(1);
        options.setRpcDefaultTimeout(REQUEST_MILLIS);
        options.setRpcProcessorThreadPoolSize(6);
        options.setRaftRpcThreadPoolSize(4);
        options.setCliRpcThreadPoolSize(1);
        options.setRaftOptions(raftOptions());
        return options;
    }

    /**
     * How long a candidate waits for votes. The engine makes its timers from this value: the one of a candidate keeps
     * it, and that of a leader, which checks whether it has a majority, half of it. The interval of heartbeats is a
     * part of it. The election timer gets another value later.
     */
    private int voteMillis() {
        return 2 * electionMillis + server % VOTE_SLOTS * VOTE_SLOT_MILLIS;
    }

    private RaftOptions raftOptions() {
        RaftOptions options = new RaftOptions();
        options.setSync(true);
        options.setSyncMeta(true);
        options.setOpenStatistics(false);
        options.setElectionHeartbeatFactor(voteMillis() / ElectionTimes.HEARTBEAT_MILLIS);
        options.setMaxElectionDelayMs(TIMER_JITTER_MILLIS);
        options.setDisruptorBufferSize(RING_SLOTS);
        options.setReadOnlyOptions(ReadOnlyOption.ReadOnlySafe);
        options.setMaxReplicatorInflightMsgs(APPENDS_IN_FLIGHT_MAX);
        options.setMaxEntriesSize(APPEND_ENTRIES_MAX);
        options.setMaxBodySize(APPEND_BYTES_MAX);
        options.setMaxLogsInMemoryBytes(LOG_IN_MEMORY_BYTES_MAX);
        options.setMaxByteCountPerRpc(SNAPSHOT_CHUNK_BYTES_MAX);
        return options;
    }
}

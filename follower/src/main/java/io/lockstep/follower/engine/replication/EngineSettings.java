package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
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
 * @param electionMillis a follower that hears nothing for this long, plus up to {@code electionDelayMillisMax}, starts
 *     an election
 * @param electionDelayMillisMax the bound of the random part
 */
public record EngineSettings(
        int server,
        String peerAddress,
        boolean founder,
        Path logDirectory,
        Path metaDirectory,
        Path snapshotDirectory,
        int electionMillis,
        int electionDelayMillisMax) {

    /** Short enough to fail over within a second, long enough that a brief stall causes no election. */
    public static final int ELECTION_MILLIS = 500;

    /** Spreads candidates out, so that one of them wins at once. */
    public static final int ELECTION_DELAY_MILLIS_MAX = 200;

    /** Elections ping unconnected peers while they hold the node's lock: a long wait here would freeze the node. */
    private static final int CONNECT_MILLIS = 150;

    private static final int REQUEST_MILLIS = 1_000;
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
                server,
                peerAddress,
                founder,
                data.log(),
                data.vote(),
                data.snapshots(),
                ELECTION_MILLIS,
                ELECTION_DELAY_MILLIS_MAX);
    }

    /** The engine's options: shared timers, few threads, no metrics, snapshots only on request. */
    NodeOptions applyTo(NodeOptions options) {
        options.setElectionTimeoutMs(electionMillis);
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
        options.setRpcConnectTimeoutMs(CONNECT_MILLIS);
        options.setRpcDefaultTimeout(REQUEST_MILLIS);
        options.setRpcProcessorThreadPoolSize(6);
        options.setRaftRpcThreadPoolSize(4);
        options.setCliRpcThreadPoolSize(1);
        options.setRaftOptions(raftOptions());
        return options;
    }

    private RaftOptions raftOptions() {
        RaftOptions options = new RaftOptions();
        options.setSync(true);
        options.setSyncMeta(true);
        options.setOpenStatistics(false);
        options.setMaxElectionDelayMs(electionDelayMillisMax);
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

package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.trust.Doubt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The data directory of a server, written by the real classes without an engine. */
final class StoredServer {

    private final Path root;
    private final Identity identity;
    private final List<PeerId> voters = new ArrayList<>();

    /** @param voters the numbers of the voters, of which this server is one */
    StoredServer(Path root, int server, int... voters) {
        this.root = root;
        this.identity = new Identity("cluster", server, "storage-" + server, "127.0.0.1:" + server);
        for (int voter : voters) {
            this.voters.add(new PeerId("127.0.0.1", voter, voter));
        }
    }

    /** How a start ended. */
    record Start(boolean isNew, Doubt doubt, long lastIndex) {}

    Start start() throws StorageException {
        return start(false);
    }

    /** Opens the data as a server does, and closes it again. */
    Start start(boolean acceptLoss) throws StorageException {
        try (DataDirectory data = DataDirectory.open(root)) {
            EngineStorage storage = EngineStorage.open(data, data.identity().orElseThrow(), 1, acceptLoss);
            LogStorage log = storage.createLogStorage("", new RaftOptions());
            Start start = new Start(
                    storage.isNew(), storage.gate().doubt(), storage.last().index());
            log.shutdown();
            return start;
        }
    }

    /** Runs the server in {@code term}: appends entries one by one up to {@code last}, then takes a snapshot there. */
    void run(long term, long last, boolean snapshot) throws IOException {
        try (DataDirectory data = DataDirectory.open(root)) {
            data.store(identity);
            EngineStorage storage = EngineStorage.open(data, identity, 1, false);
            storage.createRaftMetaStorage("", new RaftOptions()).setTermAndVotedFor(term, voters.get(0));
            LogStorage log = storage.createLogStorage("", new RaftOptions());
            LogStorageOptions options = new LogStorageOptions();
            options.setConfigurationManager(new ConfigurationManager());
            if (!log.init(options)) {
                throw new IOException(storage.trouble());
            }
            for (long index = log.getLastLogIndex() + 1; index <= last; index++) {
                log.appendEntry(entry(index, term));
            }
            if (snapshot) {
                save(storage, term, last);
            }
            storage.recordProgress();
            log.shutdown();
        }
    }

    private LogEntry entry(long index, long term) {
        LogEntry entry = new LogEntry(index == 1 ? EntryType.ENTRY_TYPE_CONFIGURATION : EntryType.ENTRY_TYPE_DATA);
        entry.setId(new LogId(index, term));
        if (index == 1) {
            entry.setPeers(voters);
        } else {
            entry.setData(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        return entry;
    }

    private void save(EngineStorage storage, long term, long last) throws IOException {
        SnapshotStorage snapshots = storage.createSnapshotStorage(null);
        snapshots.init(null);
        try (SnapshotWriter writer = snapshots.create()) {
            SnapshotFile.write(Path.of(writer.getPath()), ByteSource.of(new byte[100]));
            writer.addFile(SnapshotFile.NAME);
            SnapshotMeta.Builder meta =
                    SnapshotMeta.newBuilder().setLastIncludedIndex(last).setLastIncludedTerm(term);
            voters.forEach(voter -> meta.addPeers(voter.toString()));
            writer.saveMeta(meta.build());
        }
    }
}

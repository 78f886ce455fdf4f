package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockName;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.StateImage;
import io.lockstep.follower.log.DiskLogDirectory;
import io.lockstep.follower.log.LogLimits;
import io.lockstep.follower.log.LogOwner;
import io.lockstep.follower.log.RecoveryReport;
import io.lockstep.follower.log.SegmentedLog;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.Progress;
import io.lockstep.follower.trust.ProgressFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is in the data directory of a stopped server, and checks each part by itself. Changes none of them. The
 * log is applied to the newest snapshot, as a server does, so each entry shows what it did to which lock.
 */
public final class DataDump {

    private final DataDirectory data;
    private final Identity identity;
    private final DumpedEntries entries;
    private final Consumer<String> out;
    private boolean intact = true;
    private LogPosition snapshotAt = LogPosition.NONE;
    private LockStateMachine machine = new LockStateMachine();

    private DataDump(DataDirectory data, Identity identity, @Nullable LockName only, Consumer<String> out) {
        this.data = data;
        this.identity = identity;
        this.entries = new DumpedEntries(only, out);
        this.out = out;
    }

    /** The owner of a log that loses nothing, since it is only read. */
    private record Reader(long id, long segmentsBegun) implements LogOwner {

        @Override
        public void begun(long segment) {}

        @Override
        public void cutting(RecoveryReport found) {}

        @Override
        public void dropping(long last) {}
    }

    /** What reads one part, and says what it holds. */
    private interface Part {
        String read() throws IOException;
    }

    /**
     * Writes one line for each part, then one for each entry of the log.
     *
     * @param root the data directory; no server may use it
     * @param only the lock whose entries are told; null for all entries
     * @param out gets each line, without its end
     * @return whether every part is intact, and they fit together
     * @throws StorageException if the directory is not that of a server, or a server uses it
     */
    public static boolean write(Path root, @Nullable LockName only, Consumer<String> out) throws StorageException {
        if (!Files.isDirectory(root)) {
            throw new StorageException(StorageException.Reason.NOT_WRITABLE, "There is no directory " + root + ".");
        }
        // Opening would make the parts that are missing: every one of them, in a directory of something else.
        if (!Identity.existsIn(root)) {
            throw new StorageException(
                    StorageException.Reason.CORRUPT,
                    root + " is not the data directory of a server: it has no identity file.");
        }
        try (DataDirectory data = DataDirectory.open(root)) {
            DataDump dump = new DataDump(data, data.identity().orElseThrow(), only, out);
            dump.run();
            return dump.intact;
        }
    }

    private void run() {
        part("identity", this::identity);
        part("progress", this::progress);
        part("vote", this::vote);
        part("snapshot", this::snapshot);
        part("together", this::together);
        entries.snapshot(machine, snapshotAt);
        part("log", this::log);
    }

    private void part(String name, Part part) {
        try {
            out.accept(name + "  intact: " + part.read());
        } catch (IOException flaw) {
            intact = false;
            out.accept(name + "  NOT INTACT: " + flaw.getMessage());
        }
    }

    private String identity() {
        return "server " + identity.server() + " of cluster " + identity.clusterId() + ", storage "
                + identity.storageId() + ", for servers at " + identity.peerAddress();
    }

    private String progress() throws IOException {
        Progress now = ProgressFile.read(data).now();
        return "started " + now.starts() + " times, term " + now.term() + ", last entry "
                + now.last().index()
                + " of term " + now.last().term() + ", snapshot " + now.snapshot() + ", segments begun "
                + now.segment() + ", doubt " + now.doubt();
    }

    private String vote() throws IOException {
        VoteFile vote = VoteFile.read(data.vote(), identity);
        if (vote == null) {
            return "none yet";
        }
        return "term " + vote.term() + ", "
                + (vote.votedFor().isEmpty()
                        ? "no vote"
                        : "voted for server " + vote.votedFor().getIdx());
    }

    private String snapshot() throws IOException {
        Path newest = SealedSnapshots.newest(data.snapshots());
        if (newest == null) {
            return "none yet";
        }
        LogPosition at = SnapshotSeal.verify(newest, identity);
        StateImage image = SnapshotFile.read(newest, SnapshotCodec::decode);
        machine = LockStateMachine.restore(image);
        snapshotAt = at;
        return "index " + at.index() + " of term " + at.term() + ", locks held " + machine.lockCount()
                + ", sessions " + machine.sessionCount() + ", waiting "
                + image.waiters().size() + ", newest token "
                + image.lastToken();
    }

    private String together() throws IOException {
        StoredParts.read(data, identity);
        return "the parts beside the log fit together";
    }

    private String log() throws IOException {
        long segments =
                ProgressFile.exists(data) ? ProgressFile.read(data).now().segment() : 0;
        LogOwner owner = new Reader(StoredLogOwner.id(identity), segments);
        try (SegmentedLog log = SegmentedLog.open(
                new UntouchedLogDirectory(DiskLogDirectory.open(data.log())), LogLimits.DEFAULT, owner)) {
            if (log.firstIndex() > snapshotAt.index() + 1) {
                throw new IOException("it begins at index " + log.firstIndex() + ", after the snapshot of index "
                        + snapshotAt.index());
            }
            for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
                ByteBuffer payload = log.read(index);
                if (payload != null) {
                    entry(index, payload);
                }
            }
            return log.recovery() + ". Whether the last entries are committed, the other servers know";
        }
    }

    private void entry(long index, ByteBuffer payload) throws IOException {
        LogEntry stored = LogEntryCodec.decode(index, payload);
        long term = stored.getId().getTerm();
        ByteBuffer bytes = stored.getData();
        if (stored.getType() != EntryType.ENTRY_TYPE_DATA || bytes == null) {
            entries.ofEngine(index, term);
            return;
        }
        Entry entry = decoded(bytes);
        if (entry == null) {
            entries.unreadable(index, term);
        } else if (index <= snapshotAt.index()) {
            entries.inSnapshot(index, term, entry);
        } else {
            entries.applied(index, term, entry, machine.apply(entry));
        }
    }

    private static @Nullable Entry decoded(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        try {
            return EntryCodec.decode(copy);
        } catch (MalformedEncodingException malformed) {
            return null;
        }
    }
}

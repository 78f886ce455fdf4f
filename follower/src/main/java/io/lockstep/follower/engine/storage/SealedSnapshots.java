package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.snapshot.Snapshot;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotMetaTable;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotStorage;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotWriter;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.trust.LogPosition;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's snapshots, each with a {@link SnapshotSeal}, own ones and those copied from a leader. */
final class SealedSnapshots extends LocalSnapshotStorage {

    private static final Logger LOG = LoggerFactory.getLogger(SealedSnapshots.class);

    private final Path directory;
    private final String temporary;
    private final Identity identity;
    private final RaftOptions options;
    private final Consumer<String> trouble;

    private volatile LogPosition last;

    /**
     * @param last the last entry in the newest snapshot
     * @param trouble receives, in words for the operator, why a snapshot cannot be used
     */
    SealedSnapshots(
            Path directory, Identity identity, LogPosition last, RaftOptions options, Consumer<String> trouble) {
        super(directory.toString(), directory.resolve("temp").toString(), options);
        this.directory = directory;
        this.temporary = directory.resolve("temp").toString();
        this.identity = identity;
        this.last = last;
        this.options = options;
        this.trouble = trouble;
    }

    /** The newest snapshot in {@code directory}; null if there is none. */
    static @Nullable Path newest(Path directory) throws IOException {
        try (Stream<Path> parts = Files.list(directory)) {
            return parts.filter(part -> part.getFileName().toString().startsWith(Snapshot.JRAFT_SNAPSHOT_PREFIX))
                    .max((one, other) -> Long.compare(index(one), index(other)))
                    .orElse(null);
        }
    }

    Path directory() {
        return directory;
    }

    /** The newest snapshot as files, empty if there is none, or if it is replaced meanwhile. */
    Optional<LogState.StoredSnapshot> newestOnDisk() {
        try {
            Path newest = newest(directory);
            if (newest == null) {
                return Optional.empty();
            }
            long bytes = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(newest)) {
                for (Path file : files) {
                    bytes += Files.size(file);
                }
            }
            return Optional.of(new LogState.StoredSnapshot(
                    bytes, Files.getLastModifiedTime(newest).toMillis()));
        } catch (IOException replaced) {
            return Optional.empty();
        }
    }

    private static long index(Path snapshot) {
        return Long.parseLong(snapshot.getFileName().toString().substring(Snapshot.JRAFT_SNAPSHOT_PREFIX.length()));
    }

    /** The voters at the time of an intact snapshot. */
    static List<PeerId> voters(Path snapshot) throws IOException {
        LocalSnapshotMetaTable table = new LocalSnapshotMetaTable(new RaftOptions());
        if (!table.loadFromFile(
                snapshot.resolve(Snapshot.JRAFT_SNAPSHOT_META_FILE).toString())) {
            return List.of();
        }
        return table.getMeta().getPeersList().stream()
                .map(SealedSnapshots::peer)
                .toList();
    }

    private static PeerId peer(String text) {
        PeerId peer = new PeerId();
        peer.parse(text);
        return peer;
    }

    @Override
    public @Nullable SnapshotWriter create(boolean fromEmpty) {
        // The engine's own writer is made for what it does beside: it empties the directory.
        SnapshotWriter plain = super.create(fromEmpty);
        if (plain == null) {
            return plain;
        }
        SealedWriter sealed = new SealedWriter();
        return sealed.init(null) ? sealed : null;
    }

    @Override
    public @Nullable SnapshotReader open() {
        return isIntact() ? super.open() : null;
    }

    /** Whether the newest snapshot can be used, or there is none. */
    private boolean isIntact() {
        while (true) {
            long index = getLastSnapshotIndex();
            if (index == 0) {
                return true;
            }
            try {
                SnapshotSeal.verify(path(index), identity);
                return true;
            } catch (IOException e) {
                // A newer snapshot may have taken the place of this one meanwhile.
                if (getLastSnapshotIndex() == index) {
                    LOG.error("A snapshot cannot be used: {}", e.getMessage());
                    trouble.accept(String.valueOf(e.getMessage()));
                    return false;
                }
            }
        }
    }

    private Path path(long index) {
        return directory.resolve(Snapshot.JRAFT_SNAPSHOT_PREFIX + index);
    }

    /** The last entry in the newest snapshot that {@link #last} has looked at. */
    LogPosition lastKnown() {
        return last;
    }

    /** The last entry in the newest snapshot. */
    LogPosition last() {
        while (true) {
            LogPosition known = last;
            long index = getLastSnapshotIndex();
            if (index == 0 || index == known.index()) {
                return known;
            }
            try {
                last = SnapshotSeal.last(path(index));
            } catch (IOException e) {
                if (getLastSnapshotIndex() == index) {
                    return known;
                }
            }
        }
    }

    /** Seals the files whenever the engine has written its metadata. */
    private final class SealedWriter extends LocalSnapshotWriter {
        private @Nullable SnapshotMeta meta;

        SealedWriter() {
            super(temporary, SealedSnapshots.this, options);
        }

        @Override
        public boolean saveMeta(SnapshotMeta saved) {
            meta = saved;
            return super.saveMeta(saved);
        }

        @Override
        public boolean sync() throws IOException {
            if (!super.sync()) {
                return false;
            }
            SnapshotMeta sealed = meta;
            if (sealed != null) {
                LogPosition last = new LogPosition(sealed.getLastIncludedTerm(), sealed.getLastIncludedIndex());
                SnapshotSeal.write(Path.of(getPath()), identity, last);
            }
            return true;
        }
    }
}

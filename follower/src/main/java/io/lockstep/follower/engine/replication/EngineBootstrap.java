package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.option.BootstrapOptions;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.engine.storage.SnapshotFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes the data of a server whose log begins with a snapshot, as the only voter of its cluster: the snapshot, an
 * empty log behind it, and the first term. The engine itself writes them, as it does later on.
 */
public final class EngineBootstrap {

    private static final String GROUP = "restore";
    private static final long STOP_SECONDS_MAX = 10;

    private EngineBootstrap() {}

    /**
     * Writes the data; all of it is durable when this returns. Blocks.
     *
     * @param settings name empty directories
     * @param index of the snapshot; the log goes on behind it
     * @param map the pieces of the snapshot
     * @throws IOException with the reason if the data could not be written
     */
    public static void write(EngineSettings settings, long index, ByteSource map)
            throws IOException, InterruptedException {
        PeerId self = PeerIds.of(settings.server(), settings.peerAddress());
        FirstSnapshot first = new FirstSnapshot(map);
        BootstrapOptions options = new BootstrapOptions();
        options.setGroupId(GROUP);
        options.setGroupConf(new Configuration(List.of(self)));
        options.setLastLogIndex(index);
        options.setFsm(first);
        options.setLogUri(settings.logDirectory().toString());
        options.setRaftMetaUri(settings.metaDirectory().toString());
        options.setSnapshotUri(settings.snapshotDirectory().toString());
        EngineStorage storage = new EngineStorage(settings.logDirectory());
        options.setServiceFactory(storage);
        NodeImpl node = new NodeImpl(GROUP, self);
        boolean written = node.bootstrap(options);
        stop(node);
        if (!written) {
            String trouble = storage.trouble();
            throw new IOException(
                    "the data of the new server cannot be written: " + (trouble != null ? trouble : first.trouble));
        }
        forceAll(settings.snapshotDirectory());
    }

    private static void stop(NodeImpl node) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        node.shutdown(status -> stopped.countDown());
        if (!stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the engine did not stop in " + STOP_SECONDS_MAX + " s");
        }
    }

    /** The engine does not force its own file beside the snapshot here. */
    private static void forceAll(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.toList();
        }
        for (Path each : all) {
            try (FileChannel open = FileChannel.open(each, StandardOpenOption.READ)) {
                open.force(true);
            }
        }
    }

    private static final class FirstSnapshot extends StateMachineAdapter {
        private final ByteSource map;
        private volatile String trouble = "the engine says no reason";

        FirstSnapshot(ByteSource map) {
            this.map = map;
        }

        @Override
        public void onApply(Iterator entries) {
            throw new IllegalStateException("an entry before the first start");
        }

        @Override
        public void onSnapshotSave(SnapshotWriter writer, Closure done) {
            try {
                SnapshotFile.write(Path.of(writer.getPath()), map);
                writer.addFile(SnapshotFile.NAME);
                done.run(Status.OK());
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
                done.run(new Status(RaftError.EIO, trouble));
            }
        }
    }
}

package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.storage.LogStorage;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log with the entries 1 to 4 of term 1 and 5 of term 2; those up to 4 are applied. */
class AppliedHistoryTest {

    private final List<EngineFailure.Kind> failures = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private AppliedHistory history;
    private DataDirectory data;
    private LogStorage log;

    @BeforeEach
    void fill(@TempDir Path directory) throws IOException {
        data = DataDirectory.open(directory);
        Identity identity = new Identity("cluster", 1, "storage", "127.0.0.1:1");
        EngineStorage storage = EngineStorage.open(data, identity, 1, false);
        log = storage.createLogStorage("", new RaftOptions());
        LogStorageOptions options = new LogStorageOptions();
        options.setConfigurationManager(new ConfigurationManager());
        assertThat(log.init(options)).isTrue();
        for (long index = 1; index <= 5; index++) {
            LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_DATA);
            entry.setId(new LogId(index, index < 5 ? 1 : 2));
            entry.setData(ByteBuffer.wrap(new byte[] {1}));
            assertThat(log.appendEntry(entry)).isTrue();
        }
        history = new AppliedHistory(storage, (kind, message, cause) -> {
            failures.add(kind);
            messages.add(message);
        });
        history.applied(4);
    }

    @AfterEach
    void close() {
        log.shutdown();
        data.close();
    }

    private static AppendEntriesRequest append(long previous, long... terms) {
        AppendEntriesRequest.Builder request = AppendEntriesRequest.newBuilder()
                .setGroupId("lockstep")
                .setServerId("127.0.0.1:1:3")
                .setPeerId("127.0.0.1:2:2")
                .setTerm(7)
                .setPrevLogTerm(1)
                .setPrevLogIndex(previous)
                .setCommittedIndex(0);
        for (long term : terms) {
            request.addEntries(EntryMeta.newBuilder().setTerm(term).setType(EntryType.ENTRY_TYPE_DATA));
        }
        return request.build();
    }

    @Test
    void anotherEntryInThePlaceOfAnAppliedOneIsAContradiction() {
        assertThat(history.isContradictedBy(append(2, 1, 6))).isTrue();
        assertThat(failures).containsExactly(EngineFailure.Kind.DIVERGED);
        assertThat(messages.get(0)).contains("applied entry 4 of term 1", "127.0.0.1:1:3", "of term 6");
    }

    @Test
    void whatIsNotAppliedMayBeReplaced() {
        assertThat(history.isContradictedBy(append(4, 6))).isFalse();
        assertThat(history.isContradictedBy(append(3, 1, 6))).isFalse();
        assertThat(failures).isEmpty();
    }

    @Test
    void theSameEntriesAgainAreNoContradiction() {
        assertThat(history.isContradictedBy(append(0, 1, 1, 1, 1, 2))).isFalse();
        assertThat(failures).isEmpty();
    }

    @Test
    void entriesThatASnapshotReplacedCannotBeCompared() {
        assertThat(log.truncatePrefix(4)).isTrue();
        assertThat(history.isContradictedBy(append(1, 6, 6))).isFalse();
        assertThat(history.isContradictedBy(append(1, 6, 6, 6))).isTrue();
    }
}

package io.lockstep.follower.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.codec.v2.LogEntryV2CodecFactory;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import io.lockstep.follower.log.DiskLogDirectory;
import io.lockstep.follower.log.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our storage, with segments so small that most operations span several. */
class EngineLogStorageTest extends LogStorageContract {
    private static final LogLimits SMALL = new LogLimits(2_000, 500, 100_000, 200_000);

    @Override
    LogStorage create(Path directory) {
        return new EngineLogStorage(directory.resolve("log"), DiskLogDirectory::open, SMALL, new NoOwner());
    }

    private static LogStorageOptions options() {
        LogStorageOptions options = new LogStorageOptions();
        options.setConfigurationManager(new ConfigurationManager());
        options.setLogEntryCodecFactory(LogEntryV2CodecFactory.getInstance());
        return options;
    }

    private static LogEntry entry(long index) {
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_NO_OP);
        entry.setId(new LogId(index, 1));
        return entry;
    }

    @Test
    void damagedLogIsNotOpenedAndTheReasonIsKept() throws IOException {
        Path log = directory.resolve("damaged");
        EngineLogStorage storage = new EngineLogStorage(log, DiskLogDirectory::open, SMALL, new NoOwner());
        assertThat(storage.init(options())).isTrue();
        for (long index = 1; index <= 3; index++) {
            assertThat(storage.appendEntries(List.of(entry(index)))).isEqualTo(1);
        }
        storage.shutdown();
        assertThat(storage.trouble()).isNull();
        Path segment = log.resolve("segment-0000000001.log");
        byte[] content = Files.readAllBytes(segment);
        content[50] ^= 1;
        Files.write(segment, content);

        EngineLogStorage damaged = new EngineLogStorage(log, DiskLogDirectory::open, SMALL, new NoOwner());
        assertThat(damaged.init(options())).isFalse();
        assertThat(damaged.trouble()).contains("damaged", segment.toString(), "offset ", "older copy", "join");
        assertThat(damaged.recovery()).isNull();
    }

    @Test
    void recoveryReportsTheContentOfTheLog() {
        Path log = directory.resolve("found");
        EngineLogStorage storage = new EngineLogStorage(log, DiskLogDirectory::open, SMALL, new NoOwner());
        assertThat(storage.init(options())).isTrue();
        assertThat(storage.recovery()).hasToString("no entries, next index 1");
        storage.appendEntries(List.of(entry(1), entry(2)));
        storage.shutdown();
        EngineLogStorage again = new EngineLogStorage(log, DiskLogDirectory::open, SMALL, new NoOwner());
        assertThat(again.init(options())).isTrue();
        assertThat(again.recovery()).hasToString("2 entries, 1 to 2");
        again.shutdown();
    }

    @Test
    void directoryThatCannotBeMadeIsAReason() {
        EngineLogStorage storage = new EngineLogStorage(
                directory.resolve("missing").resolve("log"), DiskLogDirectory::open, SMALL, new NoOwner());
        assertThat(storage.init(options())).isFalse();
        assertThat(storage.trouble())
                .startsWith("The log cannot be opened. There is no ")
                .contains("missing");
    }
}

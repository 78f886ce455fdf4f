package io.lockstep.follower.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.JRaftUtils;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's requirements of a log storage. The engine's own storage and ours pass the same tests. */
abstract class LogStorageContract extends LogStorageScenario {

    private static final int OPERATIONS = 250;

    /** The last index of an empty log is 0, or the one before the first. */
    private void assertEmpty(long first) {
        assertThat(storage.getFirstLogIndex()).isEqualTo(first);
        assertThat(storage.getLastLogIndex()).isIn(0L, first - 1);
        assertThat(storage.getEntry(first)).isNull();
    }

    @Test
    void newLogIsEmptyAndBeginsAtOne() {
        assertEmpty(1);
        assertThat(storage.getLastLogIndex()).isZero();
        assertThat(storage.getEntry(0)).isNull();
        assertThat(storage.appendEntries(new ArrayList<>())).isZero();
    }

    @Test
    @SuppressWarnings("deprecation")
    void entriesComeBackAsTheyWereAppended() {
        LogEntry noOperation = new LogEntry(EntryType.ENTRY_TYPE_NO_OP);
        noOperation.setId(new LogId(3, 9));
        LogEntry checked = entry(2, 8, 500);
        checked.setChecksum(checked.checksum());
        LogEntry[] written = {entry(1, 7, 0), checked, noOperation, configuration(4, 9, "a:1,b:2::3", "c:3")};
        append(written);
        assertThat(storage.appendEntry(entry(5, 9, 70_000))).isTrue();
        for (int round = 0; round < 2; round++) {
            assertThat(entries(1, 4)).containsExactly(written);
            assertThat(storage.getEntry(5)).isEqualTo(entry(5, 9, 70_000));
            assertThat(storage.getTerm(2)).isEqualTo(8);
            assertThat(storage.getTerm(6)).isZero();
            assertThat(storage.getEntry(2).hasChecksum()).isTrue();
            assertThat(storage.getEntry(2).isCorrupted()).isFalse();
            assertThat(storage.getEntry(5).hasChecksum()).isFalse();
            assertThat(storage.getFirstLogIndex()).isEqualTo(1);
            assertThat(storage.getLastLogIndex()).isEqualTo(5);
            assertThat(storage.getEntry(6)).isNull();
            reopen();
        }
    }

    @Test
    void dataOfAnEntryStayReadableAfterAppending() {
        LogEntry entry = entry(1, 1, 30);
        entry.setData(entry.getData().position(5).slice());
        append(entry);
        assertThat(entry.getData().remaining()).isEqualTo(25);
        assertThat(storage.getEntry(1)).isEqualTo(entry);
    }

    @Test
    void configurationsAreReportedOnOpening() {
        LogEntry joint = configuration(3, 2, "a:1,b:2,c:3", "d:4");
        joint.setOldPeers(peers("a:1"));
        joint.setOldLearners(peers("b:2,c:3,d:4"));
        append(entry(1, 1, 10), configuration(2, 1, "a:1", "b:2,c:3,d:4"), joint, entry(4, 2, 10));
        append(configuration(5, 2, "a:1,b:2,c:3", ""));
        assertThat(configurations).isEmpty();
        reopen();
        assertThat(configurations)
                .extracting(ConfigurationEntry::getId)
                .containsExactly(new LogId(2, 1), new LogId(3, 2), new LogId(5, 2));
        assertThat(configurations.get(1).getConf()).isEqualTo(JRaftUtils.getConfiguration("a:1,b:2,c:3,d:4/learner"));
        assertThat(configurations.get(1).getOldConf())
                .isEqualTo(JRaftUtils.getConfiguration("a:1,b:2/learner,c:3/learner,d:4/learner"));
        assertThat(configurations.get(2).getOldConf()).isEqualTo(new Configuration());

        storage.truncateSuffix(4);
        storage.truncatePrefix(3);
        reopen();
        assertThat(configurationsFrom(3)).extracting(ConfigurationEntry::getId).containsExactly(new LogId(3, 2));
    }

    @Test
    void truncatedPrefixIsGoneForGood() {
        appendTo(20);
        assertThat(storage.truncatePrefix(15)).isTrue();
        for (int round = 0; round < 2; round++) {
            assertThat(storage.getFirstLogIndex()).isEqualTo(15);
            assertThat(storage.getLastLogIndex()).isEqualTo(20);
            assertThat(storage.getEntry(14)).isNull();
            assertThat(storage.getEntry(15)).isEqualTo(entry(15, 1, 20));
            reopen();
        }
        append(entry(21, 1, 5));
        assertThat(storage.getEntry(21)).isEqualTo(entry(21, 1, 5));
    }

    @Test
    void aPrefixMayBeTruncatedBeyondTheLastEntry() {
        appendTo(20);
        assertThat(storage.truncatePrefix(100)).isTrue();
        assertThat(storage.getFirstLogIndex()).isEqualTo(100);
        append(entry(100, 4, 10));
        for (int round = 0; round < 2; round++) {
            assertThat(storage.getFirstLogIndex()).isEqualTo(100);
            assertThat(storage.getLastLogIndex()).isEqualTo(100);
            assertThat(storage.getEntry(20)).isNull();
            assertThat(storage.getEntry(99)).isNull();
            assertThat(storage.getEntry(100)).isEqualTo(entry(100, 4, 10));
            reopen();
        }
    }

    @Test
    void truncatedSuffixIsReplacedByTheNextEntries() {
        appendTo(20);
        assertThat(storage.truncateSuffix(12)).isTrue();
        assertThat(storage.getLastLogIndex()).isEqualTo(12);
        assertThat(storage.getEntry(13)).isNull();
        reopen();
        assertThat(storage.getLastLogIndex()).isEqualTo(12);
        append(entry(13, 2, 10), entry(14, 2, 10));
        for (int round = 0; round < 2; round++) {
            assertThat(storage.getLastLogIndex()).isEqualTo(14);
            assertThat(storage.getEntry(12)).isEqualTo(entry(12, 1, 20));
            assertThat(storage.getEntry(13)).isEqualTo(entry(13, 2, 10));
            reopen();
        }
    }

    @Test
    void allEntriesMayBeTruncatedAsSuffix() {
        appendTo(5);
        assertThat(storage.truncateSuffix(0)).isTrue();
        assertEmpty(1);
        append(entry(1, 3, 8));
        reopen();
        assertThat(storage.getEntry(1)).isEqualTo(entry(1, 3, 8));
        assertThat(storage.getLastLogIndex()).isEqualTo(1);
    }

    @Test
    void resetLogGoesOnAtTheNextIndex() {
        appendTo(20);
        for (long next : new long[] {50, 60}) {
            assertThat(storage.reset(next)).isTrue();
            assertThat(storage.getFirstLogIndex()).isEqualTo(next);
            // The engine's own storage puts an entry of its own there.
            assertThat(storage.getLastLogIndex()).isIn(next - 1, next);
            append(entry(next, 5, 10), entry(next + 1, 5, 10));
            for (int round = 0; round < 2; round++) {
                assertThat(storage.getFirstLogIndex()).isEqualTo(next);
                assertThat(storage.getLastLogIndex()).isEqualTo(next + 1);
                assertThat(entries(next - 1, next + 2))
                        .containsExactly(null, entry(next, 5, 10), entry(next + 1, 5, 10), null);
                reopen();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void behavesLikeAListUnderAnyOperations(long seed) {
        Random random = new Random(seed);
        NavigableMap<Long, LogEntry> model = new TreeMap<>();
        long first = 1;
        long next = 1;
        for (int i = 0; i < OPERATIONS; i++) {
            int choice = random.nextInt(100);
            if (choice < 70) {
                List<LogEntry> entries = randomEntries(next, i + 1, random);
                append(entries.toArray(LogEntry[]::new));
                for (LogEntry entry : entries) {
                    model.put(next++, entry);
                }
            } else if (choice < 80 && next > first) {
                next = first + random.nextInt((int) (next - first) + 1);
                assertThat(storage.truncateSuffix(next - 1)).isTrue();
                model.tailMap(next, true).clear();
            } else if (choice < 91) {
                first += random.nextInt((int) (next - first) + 2);
                assertThat(storage.truncatePrefix(first)).isTrue();
                model.headMap(first, false).clear();
                next = Math.max(next, first);
            } else if (choice < 92) {
                first += random.nextInt((int) (next - first) + 20);
                next = first;
                assertThat(storage.reset(first)).isTrue();
                model.clear();
                LogEntry entry = entry(next, i + 1, 9);
                append(entry);
                model.put(next++, entry);
            } else if (choice < 96) {
                reopen();
                assertConfigurations(model, first);
            }
            assertHolds(model, first, next, random);
        }
    }

    private static List<LogEntry> randomEntries(long next, long term, Random random) {
        List<LogEntry> entries = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            entries.add(
                    random.nextInt(15) == 0
                            ? configuration(next + i, term, "a:1,b:" + (1 + random.nextInt(9)), "c:7")
                            : entry(next + i, term, random.nextInt(100)));
        }
        return entries;
    }

    private void assertConfigurations(NavigableMap<Long, LogEntry> model, long first) {
        assertThat(configurationsFrom(first))
                .extracting(configuration ->
                        Map.entry(configuration.getId(), configuration.getConf().getPeers()))
                .containsExactlyElementsOf(model.values().stream()
                        .filter(entry -> entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION)
                        .map(entry -> Map.entry(entry.getId(), entry.getPeers()))
                        .toList());
    }

    private void assertHolds(NavigableMap<Long, LogEntry> model, long first, long next, Random random) {
        if (!model.isEmpty()) {
            assertThat(storage.getFirstLogIndex()).isEqualTo(first);
            assertThat(storage.getLastLogIndex()).isEqualTo(next - 1);
        }
        assertThat(storage.getEntry(first - 1)).isNull();
        for (int i = 0; i < 10; i++) {
            long index = first + random.nextInt((int) (next - first) + 1);
            assertThat(storage.getEntry(index)).as("entry %s", index).isEqualTo(model.get(index));
        }
    }
}

package io.lockstep.follower.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Line;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many watches cost each turn little, and each watcher gets its events in order or a gap. */
class WatchesTest {

    private static final int CROWD = 2_000;

    private int texts;
    private final Watches watches = new Watches(100_000, event -> {
        texts++;
        return "* GRANTED " + event.name().text();
    });

    private static final class Reader implements Watcher {

        @Override
        public boolean sees(String lockName) {
            return true;
        }

        @Override
        public String user() {
            return "";
        }

        final List<String> lines = new ArrayList<>();
        boolean reads = true;

        @Override
        public boolean roomToPush() {
            return reads;
        }

        @Override
        public void push(SharedLine event, int watch) {
            lines.add(event.text() + " watch=" + watch);
        }

        @Override
        public void push(Line line) {
            lines.add(line.text());
        }
    }

    private List<Reader> crowd(int watchesEach) {
        List<Reader> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            Reader reader = new Reader();
            crowd.add(reader);
            for (int watch = 0; watch < watchesEach; watch++) {
                watches.add(reader, null, "", 0);
            }
        }
        return crowd;
    }

    private void grant(String name, long index) {
        watches.happened(new LockEvent.Granted(new LockName(name), 1, 1, 1, LockMode.EXCLUSIVE), index);
    }

    private static int lines(List<Reader> readers) {
        return readers.stream().mapToInt(reader -> reader.lines.size()).sum();
    }

    @Test
    void anEventIsWrittenOnceAndServedInSlices() {
        List<Reader> crowd = crowd(4);
        grant("a", 1);
        int turns = 0;
        int before = 0;
        boolean more = true;
        while (more) {
            more = watches.flush();
            turns++;
            assertThat(lines(crowd) - before).isLessThanOrEqualTo(Watches.PUSHES_PER_TURN);
            before = lines(crowd);
        }
        assertThat(turns).isGreaterThan(10);
        assertThat(texts).isEqualTo(1);
        assertThat(crowd).allSatisfy(reader -> assertThat(reader.lines).hasSize(4));
    }

    @Test
    void whoIsServedLateGetsAllInOrder() {
        List<Reader> crowd = crowd(1);
        grant("a", 1);
        grant("b", 2);
        watches.flush();
        grant("c", 3);
        while (watches.flush()) {
            // Until all are served.
        }
        assertThat(crowd)
                .allSatisfy(reader -> assertThat(reader.lines)
                        .containsExactly(
                                "* GRANTED a rev=1 watch=1", "* GRANTED b rev=2 watch=1", "* GRANTED c rev=3 watch=1"));
    }

    @Test
    void whoIsOvertakenGetsAGapFirst() {
        List<Reader> crowd = crowd(1);
        Reader last = crowd.get(CROWD - 1);
        for (int index = 1; index <= 2 * Topic.EVENTS_MAX; index++) {
            grant("a", index);
        }
        while (watches.flush()) {
            // Until all are served.
        }
        assertThat(last.lines.get(0)).isEqualTo("* GAP watch=1 rev=" + Topic.EVENTS_MAX);
        assertThat(last.lines).hasSize(1 + Topic.EVENTS_MAX).last().isEqualTo("* GRANTED a rev=512 watch=1");
    }

    @Test
    void whoDoesNotReadGetsAGapOnceItReads() {
        Reader reader = new Reader();
        watches.add(reader, new LockName("a"), "", 0);
        reader.reads = false;
        grant("a", 7);
        watches.tick();
        assertThat(reader.lines).isEmpty();
        reader.reads = true;
        watches.tick();
        watches.tick();
        assertThat(reader.lines).containsExactly("* GAP watch=1 rev=7");
    }

    @Test
    void namesAndPrefixesSelect() {
        Reader reader = new Reader();
        watches.add(reader, new LockName("ab"), "", 0);
        watches.add(reader, null, "a", 0);
        watches.add(reader, null, "b", 0);
        watches.add(reader, null, "", 5);
        grant("abc", 5);
        grant("ab", 6);
        assertThat(reader.lines)
                .containsExactlyInAnyOrder(
                        "* GRANTED abc rev=5 watch=2",
                        "* GRANTED ab rev=6 watch=1",
                        "* GRANTED ab rev=6 watch=2",
                        "* GRANTED ab rev=6 watch=4");
        watches.remove(reader, 2);
        watches.closed(reader);
        grant("ab", 7);
        assertThat(reader.lines).hasSize(4);
        assertThat(watches.count()).isZero();
    }

    @Test
    void aCrowdMayLeaveWhileItIsServed() {
        List<Reader> crowd = crowd(2);
        grant("a", 1);
        watches.flush();
        crowd.forEach(watches::closed);
        assertThat(watches.flush()).isFalse();
        assertThat(watches.count()).isZero();
    }
}

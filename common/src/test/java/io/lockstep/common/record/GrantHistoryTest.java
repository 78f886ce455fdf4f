package io.lockstep.common.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrantHistoryTest {

    private static final LockName A = new LockName("a");
    private static final LockName B = new LockName("b");
    private final GrantHistory history = new GrantHistory();

    private static PastGrant past(long number, LockName name) {
        return new PastGrant(
                number,
                name,
                LockMode.EXCLUSIVE,
                number,
                50_000,
                "",
                "c:1",
                100 * number,
                100 * number + 50,
                50,
                0,
                LockEvent.Ending.RELEASE,
                0);
    }

    private void add(LockName... names) {
        for (LockName name : names) {
            history.add(past(history.lastNumber() + 1, name));
        }
    }

    private List<Long> numbers(LockName name, long before, int limit) {
        return history.page(name, before, past -> true, limit).stream()
                .map(PastGrant::number)
                .toList();
    }

    @Test
    void pagesShowTheNewestFirst() {
        history.bound(1 << 20);
        add(A, B, A, A);
        assertThat(numbers(A, Long.MAX_VALUE, 2)).containsExactly(4L, 3L);
        assertThat(numbers(A, 3, 2)).containsExactly(1L);
        assertThat(numbers(B, Long.MAX_VALUE, 2)).containsExactly(2L);
        assertThat(history.page(A, Long.MAX_VALUE, past -> past.covers(310), 9)).containsExactly(past(3, A));
        assertThat(history.after(2)).containsExactly(past(3, A), past(4, A));
        assertThat(history.after(4)).isEmpty();
        assertThat(history.droppedWallMillis()).isZero();
    }

    @Test
    void theOldestOfAllLocksGoFirstAndTheRestIsWhole() {
        history.bound(4 << 10);
        for (int i = 0; i < 1_000; i++) {
            add(i % 3 == 0 ? A : B);
        }
        int kept = history.count();
        long first = 1_001L - kept;
        assertThat(history.bytes()).isBetween(3L << 10, 4L << 10);
        assertThat(history.all()).hasSize(kept).first().isEqualTo(past(first, (first - 1) % 3 == 0 ? A : B));
        assertThat(history.droppedWallMillis()).isEqualTo(100 * (first - 1) + 50);
        assertThat(history.after(0)).isEqualTo(history.all());
        assertThat(history.after(999)).containsExactly(past(1_000, A));
        assertThat(numbers(A, Long.MAX_VALUE, 1_000))
                .hasSize(kept - numbers(B, Long.MAX_VALUE, 1_000).size());
        assertThat(numbers(A, Long.MAX_VALUE, 1_000).stream().map(number -> history.page(A, number, any -> true, 1)))
                .last()
                .isEqualTo(List.of());
    }

    @Test
    void everyValueComesBack() {
        history.bound(1 << 20);
        PastGrant all = new PastGrant(
                1,
                new LockName("ü".repeat(127)),
                LockMode.permits(7),
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                "\uD83D\uDE00",
                "[::1]:9",
                -1,
                2,
                3,
                4,
                LockEvent.Ending.FORCED,
                5);
        history.add(all);
        assertThat(history.all()).containsExactly(all);
        assertThat(GrantChunk.of(history.chunks().get(0).toBytes()).all()).containsExactly(all);
    }

    @Test
    void oneThatIsLargerThanTheBoundIsNotKept() {
        history.bound(50);
        add(A);
        assertThat(history.count()).isZero();
        assertThat(history.bytes()).isZero();
        assertThat(history.lastNumber()).isEqualTo(1);
    }

    @Test
    void aFrozenHistoryStaysAsItIs() {
        history.bound(1 << 20);
        add(A, B);
        List<GrantChunk> frozen = history.chunks();
        add(A);
        assertThat(frozen.get(0).all()).containsExactly(past(1, A), past(2, B));
    }

    @Test
    void aRestoredHistoryGoesOnAsTheFirstWould() {
        history.bound(4 << 10);
        for (int i = 0; i < 100; i++) {
            GrantHistory again = new GrantHistory();
            again.bound(4 << 10);
            List<GrantChunk> chunks = history.chunks().stream()
                    .map(chunk -> GrantChunk.of(chunk.toBytes()))
                    .toList();
            again.restore(history.lastNumber(), history.droppedWallMillis(), chunks);
            for (int more = 0; more < 20; more++) {
                again.add(past(again.lastNumber() + 1, A));
                add(A);
            }
            assertThat(again.chunks()).isEqualTo(history.chunks());
            assertThat(again.droppedWallMillis()).isEqualTo(history.droppedWallMillis());
        }
    }

    @Test
    void otherBytesAreNoChunk() {
        history.bound(1 << 20);
        add(A, B);
        byte[] whole = history.chunks().get(0).toBytes();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            byte[] cut = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
            try {
                assertThat(GrantChunk.of(cut).all()).isNotEmpty();
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageMatching("no grant at byte \\d+|a chunk without grants");
            }
        }
    }
}

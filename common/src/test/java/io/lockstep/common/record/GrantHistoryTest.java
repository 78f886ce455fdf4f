package io.lockstep.common.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.PastGrant;
import io.lockstep.common.size.MapBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantHistoryTest {

    private static final LockName A = new LockName("a");
    private static final LockName B = new LockName("b");
    private static final long EACH = MapBytes.ofPastGrant(past(1, A));

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
        history.bound(10 * EACH);
        add(A, B, A, A);
        assertThat(numbers(A, Long.MAX_VALUE, 2)).containsExactly(4L, 3L);
        assertThat(numbers(A, 3, 2)).containsExactly(1L);
        assertThat(numbers(B, Long.MAX_VALUE, 2)).containsExactly(2L);
        assertThat(history.page(A, Long.MAX_VALUE, past -> past.covers(310), 9)).containsExactly(past(3, A));
        assertThat(history.droppedWallMillis()).isZero();
        assertThat(history.after(2)).containsExactly(past(3, A), past(4, A));
        assertThat(history.after(4)).isEmpty();
    }

    @Test
    void theOldestOfAllLocksGoFirst() {
        history.bound(3 * EACH);
        add(A, B, A, B, B);
        assertThat(history.all()).containsExactly(past(3, A), past(4, B), past(5, B));
        assertThat(numbers(A, Long.MAX_VALUE, 9)).containsExactly(3L);
        assertThat(numbers(B, Long.MAX_VALUE, 9)).containsExactly(5L, 4L);
        assertThat(history.droppedWallMillis()).isEqualTo(250);
        assertThat(history.bytes()).isEqualTo(3 * EACH);
        add(B, B);
        assertThat(numbers(A, Long.MAX_VALUE, 9)).isEmpty();
    }

    @Test
    void oneThatIsLargerThanTheBoundIsNotKept() {
        history.bound(EACH - 1);
        add(A);
        assertThat(history.count()).isZero();
        assertThat(history.bytes()).isZero();
        assertThat(history.lastNumber()).isEqualTo(1);
    }

    @Test
    void aRestoredHistoryGoesOnAsTheFirstWould() {
        history.bound(3 * EACH);
        add(A, B, A, B, B);
        GrantHistory again = new GrantHistory();
        again.bound(3 * EACH);
        again.restore(history.lastNumber(), history.droppedWallMillis(), history.all());
        for (GrantHistory one : new GrantHistory[] {history, again}) {
            one.add(past(6, A));
            assertThat(one.all()).containsExactly(past(4, B), past(5, B), past(6, A));
            assertThat(one.droppedWallMillis()).isEqualTo(350);
            assertThat(one.lastNumber()).isEqualTo(6);
        }
    }
}

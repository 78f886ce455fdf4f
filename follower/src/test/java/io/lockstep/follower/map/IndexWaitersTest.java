package io.lockstep.follower.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexWaitersTest {

    private final IndexWaiters waiters = new IndexWaiters();
    private final List<Long> woken = new ArrayList<>();

    @Test
    void someAreWokenInOrderAndTheOthersAreLeft() {
        for (long index : List.of(7L, 5L, 9L, 6L)) {
            waiters.add(index, () -> woken.add(index));
        }
        assertThat(waiters.wake(() -> 7, 2)).isTrue();
        assertThat(woken).containsExactly(5L, 6L);
        assertThat(waiters.wake(() -> 7, 2)).isFalse();
        assertThat(woken).containsExactly(5L, 6L, 7L);
    }
}

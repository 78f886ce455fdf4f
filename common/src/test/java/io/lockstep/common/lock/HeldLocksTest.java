package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes and frozen views, beside a plain list. */
class HeldLocksTest {

    private record Frozen(Collection<Grant> view, List<Grant> expected) {}

    private final HeldLocks held = new HeldLocks();
    private final List<Grant> model = new ArrayList<>();
    private final List<Frozen> frozen = new ArrayList<>();
    private long token;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsAListAndFrozenViewsStayAsTheyAre(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 5_000; step++) {
            // Grows for a while, then shrinks for a while, down to nothing.
            boolean grows = step / 500 % 2 == 0;
            int roll = random.nextInt(10);
            if (roll == 0 && frozen.size() < 50) {
                frozen.add(new Frozen(held.freeze(), List.copyOf(model)));
            } else if (model.isEmpty() || (grows ? roll < 7 : roll < 2)) {
                add();
            } else {
                remove(random.nextInt(4) == 0 ? 0 : random.nextInt(model.size()));
            }
            assertThat(held.count()).isEqualTo(model.size());
            assertThat(held.first()).isSameAs(model.isEmpty() ? null : model.get(0));
            if (step % 50 == 0) {
                assertThat(List.copyOf(held.all())).isEqualTo(model);
            }
        }
        for (Frozen each : frozen) {
            assertThat(List.copyOf(each.view)).isEqualTo(each.expected);
            assertThat(each.view).hasSize(each.expected.size());
        }
    }

    private void add() {
        token++;
        Grant grant = new Grant(new LockName("lock " + token), LockMode.EXCLUSIVE, token, 0, 0, 0);
        held.add(grant);
        model.add(grant);
    }

    private void remove(int at) {
        held.remove(model.remove(at));
    }
}

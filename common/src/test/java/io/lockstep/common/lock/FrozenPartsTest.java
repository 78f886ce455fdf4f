package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.record.AnswerMemory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is frozen shares memory with the original, and stays as it is while both change. */
class FrozenPartsTest {

    private record FrozenLocks(Collection<Grant> view, List<Grant> expected) {}

    private final HeldLocks held = new HeldLocks();
    private final List<Grant> model = new ArrayList<>();
    private final List<FrozenLocks> frozen = new ArrayList<>();
    private long token;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void heldLocksAreAListAndFrozenViewsStayAsTheyAre(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 5_000; step++) {
            // Grows for a while, then shrinks for a while, down to nothing.
            boolean grows = step / 500 % 2 == 0;
            int roll = random.nextInt(10);
            if (roll == 0 && frozen.size() < 50) {
                frozen.add(new FrozenLocks(held.freeze(), List.copyOf(model)));
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
        for (FrozenLocks each : frozen) {
            assertThat(List.copyOf(each.view)).isEqualTo(each.expected);
            assertThat(each.view).hasSize(each.expected.size());
        }
    }

    private void add() {
        token++;
        Grant grant = new Grant(new LockName("lock " + token), LockMode.EXCLUSIVE, token, 0, 0, 0, 0);
        held.add(grant);
        model.add(grant);
    }

    private void remove(int at) {
        held.remove(model.remove(at));
    }

    private record FrozenMemory(AnswerMemory memory, String content) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aFrozenMemoryStaysAsItIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AnswerMemory memory = new AnswerMemory(0);
        List<FrozenMemory> frozen = new ArrayList<>();
        for (int step = 0; step < 1_000; step++) {
            if (random.nextInt(5) == 0) {
                frozen.add(new FrozenMemory(memory.freeze(), content(memory)));
            }
            // Answers arrive somewhat out of order.
            long number = 3L * step + random.nextInt(30) - 15;
            if (number > memory.forgottenUpTo() && memory.get(number) == null) {
                memory.put(number, new CommandResult.Granted(step + 1));
            }
        }
        assertThat(memory.forgottenUpTo()).isPositive();
        assertThat(frozen).allSatisfy(each -> assertThat(content(each.memory)).isEqualTo(each.content));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 127, 128})
    void aFrozenMemoryThatGoesOnLeavesTheOriginalAsItIs(int answers) {
        AnswerMemory memory = new AnswerMemory(0);
        for (int number = 1; number <= answers; number++) {
            memory.put(2L * number, new CommandResult.Granted(number));
        }
        String before = content(memory);
        AnswerMemory copy = memory.freeze();
        copy.put(5, new CommandResult.TimedOut());
        assertThat(content(memory)).isEqualTo(before);
        assertThat(content(copy)).isNotEqualTo(before);
    }

    private static String content(AnswerMemory memory) {
        StringBuilder text = new StringBuilder().append(memory.forgottenUpTo()).append(':');
        memory.forEach(
                (number, answer) -> text.append(' ').append(number).append('=').append(answer));
        return text.toString();
    }
}

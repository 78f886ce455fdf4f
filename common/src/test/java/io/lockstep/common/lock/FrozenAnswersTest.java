package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frozen memories share their arrays with the original, and stay as they are while it and they change. */
class FrozenAnswersTest {

    private record Frozen(AnswerMemory memory, String content) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aFrozenMemoryStaysAsItIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AnswerMemory memory = new AnswerMemory(0);
        List<Frozen> frozen = new ArrayList<>();
        for (int step = 0; step < 1_000; step++) {
            if (random.nextInt(5) == 0) {
                frozen.add(new Frozen(memory.freeze(), content(memory)));
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
        for (int place = 0; place < memory.count(); place++) {
            text.append(' ').append(memory.number(place)).append('=').append(memory.answer(place));
        }
        return text.toString();
    }
}

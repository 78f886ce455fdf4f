package io.lockstep.common.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockName;
import io.lockstep.common.size.MapBytes;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory of answers against a sorted map, and what it takes of the heap. */
class AnswerMemoryTest {

    /** Numbers of every size, those of later generations too, and answers that come late. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsASortedMapThatDropsTheLowestNumbers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AnswerMemory memory = new AnswerMemory();
        TreeMap<Long, CommandResult> model = new TreeMap<>();
        long forgotten = 0;
        long newest = 0;
        for (int step = 0; step < 2_000; step++) {
            long number = newest + random.nextLong(-20, random.nextInt(50) == 0 ? 1L << 33 : 70);
            if (number > forgotten && !model.containsKey(number)) {
                CommandResult answer = answer(random);
                memory.put(number, answer);
                model.put(number, answer);
                if (model.size() > AnswerMemory.ANSWERS_MAX) {
                    forgotten = model.pollFirstEntry().getKey();
                }
                newest = Math.max(newest, number);
            }
            assertThat(memory.forgottenUpTo()).isEqualTo(forgotten);
            assertThat(memory.count()).isEqualTo(model.size());
            assertThat(memory.get(number)).isEqualTo(model.get(number));
            if (step % 50 == 0 && !model.isEmpty()) {
                compare(memory, model);
            }
        }
        assertThat(forgotten).isPositive();
    }

    private static void compare(AnswerMemory memory, NavigableMap<Long, CommandResult> model) {
        List<Object> visited = new ArrayList<>();
        memory.forEach((number, answer) -> {
            visited.add(number);
            visited.add(answer);
        });
        List<Object> expected = new ArrayList<>();
        model.forEach((number, answer) -> {
            expected.add(number);
            expected.add(answer);
            assertThat(memory.get(number)).isEqualTo(answer);
            if (answer instanceof CommandResult.Granted granted) {
                assertThat(memory.hasGrantAfter(number - 1, granted.token())).isTrue();
            }
        });
        assertThat(visited).isEqualTo(expected);
        assertThat(memory.oldest()).isEqualTo(model.firstKey());
        assertThat(memory.newest()).isEqualTo(model.lastKey());
        assertThat(memory.hasGrantAfter(model.lastKey(), 7)).isFalse();
        assertThat(memory.bytes())
                .isEqualTo(model.values().stream().mapToLong(MapBytes::ofAnswer).sum());
    }

    private static CommandResult answer(SplittableRandom random) {
        long token = random.nextInt(10) == 0 ? random.nextLong(Long.MAX_VALUE) : random.nextInt(1, 100_000);
        return switch (random.nextInt(6)) {
            case 0 -> new CommandResult.TimedOut();
            case 1 -> new CommandResult.NotHeld(new LockName("lock " + token));
            case 2, 3 -> new CommandResult.Released(token);
            default -> new CommandResult.Granted(token);
        };
    }

    /** Ten thousand busy clients share the tokens. */
    @Test
    void aHundredAndTwentyEightGrantsAndReleasesTakeLessThanAKilobyte() {
        AnswerMemory memory = new AnswerMemory();
        for (int request = 1; request <= 2 * AnswerMemory.ANSWERS_MAX; request++) {
            long token = 10_000L * ((request + 1) / 2);
            memory.put(
                    request, request % 2 == 1 ? new CommandResult.Granted(token) : new CommandResult.Released(token));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        AnswerMemory copy = memory.freeze();
        long before = threads.getCurrentThreadAllocatedBytes();
        // The first change copies all.
        copy.put(1_000, new CommandResult.Granted(2_000_000));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isBetween(128L, 1_024L);
    }
}

package io.lockstep.follower.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of requests against a sorted map: more than are kept, in any order, settled in any order. */
class RequestNumbersTest {

    private static final int KEPT_MAX = 256;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theyAreASortedMapThatGivesUpItsOldest(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RequestNumbers numbers = new RequestNumbers();
        TreeMap<Long, Boolean> unsettled = new TreeMap<>();
        long newest = 0;
        boolean wasFull = false;
        for (int step = 0; step < 5_000; step++) {
            long number = Math.max(1, newest + random.nextInt(-5, 4));
            boolean settles = !unsettled.isEmpty() && random.nextInt(100) < (step / 1_000 % 2 == 0 ? 20 : 80);
            if (settles) {
                Long ceiling = unsettled.ceilingKey(random.nextLong(newest + 1));
                long settled = ceiling == null ? unsettled.lastKey() : ceiling;
                boolean known = random.nextInt(3) > 0;
                numbers.settle(settled, known);
                if (known) {
                    unsettled.remove(settled);
                } else {
                    unsettled.put(settled, true);
                }
            } else {
                newest = Math.max(newest, number);
                unsettled.put(number, false);
                if (unsettled.size() > KEPT_MAX) {
                    unsettled.pollFirstEntry();
                    wasFull = true;
                }
                assertThat(numbers.begin(7, 1, number).answeredUpTo())
                        .isEqualTo(Math.min(unsettled.firstKey(), number) - 1);
            }
            assertThat(numbers.underWay(number)).isEqualTo(Boolean.FALSE.equals(unsettled.get(number)));
            assertThat(numbers.outcomeUnknown(number)).isEqualTo(Boolean.TRUE.equals(unsettled.get(number)));
            assertThat(numbers.isPast(number)).isEqualTo(number < newest && !unsettled.containsKey(number));
            assertThat(numbers.next()).isEqualTo(newest + 1);
        }
        assertThat(wasFull).isTrue();
    }
}

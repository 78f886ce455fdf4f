package io.lockstep.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sorted pages against a sorted map, while they become many and few again, in order and in none. */
class SortedPagesTest {

    private record Thing(String nameText) implements SortedPages.Named {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theyAreASortedMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedPages<Thing> pages = new SortedPages<>();
        TreeMap<String, Thing> model = new TreeMap<>();
        for (int step = 0; step < 12_000; step++) {
            boolean grows = step / 3_000 % 2 == 0;
            String name = seed % 2 == 0 ? String.format("%06d", step) : "lock " + random.nextInt(4_000);
            if (grows && !model.containsKey(name)) {
                Thing thing = new Thing(name);
                pages.add(thing);
                model.put(name, thing);
            } else if (!grows && !model.isEmpty()) {
                String gone =
                        model.ceilingKey(name) == null || seed % 2 == 0 ? model.firstKey() : model.ceilingKey(name);
                assertThat(pages.remove(gone)).isTrue();
                model.remove(gone);
            }
            assertThat(pages.get(name)).isSameAs(model.get(name));
            if (step % 100 == 0) {
                assertThat(List.copyOf(pages.all())).isEqualTo(List.copyOf(model.values()));
                assertThat(rest(pages.from(name, true)))
                        .isEqualTo(List.copyOf(model.tailMap(name, true).values()));
                assertThat(rest(pages.from(name, false)))
                        .isEqualTo(List.copyOf(model.tailMap(name, false).values()));
            }
        }
        assertThat(pages.size()).isEqualTo(model.size());
        assertThat(pages.remove("nothing")).isFalse();
    }

    private static List<Thing> rest(Iterator<Thing> pages) {
        List<Thing> all = new ArrayList<>();
        pages.forEachRemaining(all::add);
        return all;
    }
}

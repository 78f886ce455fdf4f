package io.lockstep.simulation.check.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapCheckTest {

    private final Story story = new Story();
    private final MapCheck check = new MapCheck();

    @BeforeEach
    void aHasTheLockAndBWaits() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 16, LogScript.await(2, 1, "x", 1_000));
    }

    private void isSeen(
            int host, long index, long hash, Map<String, List<Long>> holders, Map<String, List<Long>> lines) {
        story.maps.add(new Evidence.MapSeen(host, index, hash, holders, lines, Set.of()));
    }

    @Test
    void equalMapsAreWell() {
        isSeen(1, 4, 77, Map.of("x", List.of(1L)), Map.of("x", List.of(2L)));
        isSeen(2, 4, 77, Map.of("x", List.of(1L)), Map.of("x", List.of(2L)));
        isSeen(2, 2, 66, Map.of(), Map.of());

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aMapThatDiffersFromAnotherIsSeen() {
        isSeen(1, 3, 77, Map.of("x", List.of(1L)), Map.of());
        isSeen(2, 3, 78, Map.of("x", List.of(1L)), Map.of());

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("different maps at one index");
    }

    @Test
    void mapsThatDifferFromTheLogAreSeen() {
        isSeen(1, 3, 77, Map.of(), Map.of());
        isSeen(1, 4, 78, Map.of("x", List.of(1L)), Map.of());

        assertThat(story.breachesOf(check))
                .hasSize(2)
                .allSatisfy(breach -> assertThat(breach).startsWith("a map differs from the log"));
    }
}

package io.lockstep.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MapCheckTest {

    private final Story story = new Story().commit(3, 15, Story.acquire(1, 1, "x"));
    private final MapCheck check = new MapCheck();

    @Test
    void equalMapsAreWell() {
        story.maps.add(new Evidence.MapSeen(1, 3, 77, Map.of("x", 1L)));
        story.maps.add(new Evidence.MapSeen(2, 3, 77, Map.of("x", 1L)));
        story.maps.add(new Evidence.MapSeen(2, 2, 66, Map.of()));

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aMapThatDiffersFromAnotherIsSeen() {
        story.maps.add(new Evidence.MapSeen(1, 3, 77, Map.of("x", 1L)));
        story.maps.add(new Evidence.MapSeen(2, 3, 78, Map.of("x", 1L)));

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("two maps at one index");
    }

    @Test
    void mapsThatAllDifferFromTheLogAreSeen() {
        story.maps.add(new Evidence.MapSeen(1, 3, 77, Map.of()));

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("a map other than the log says");
    }
}

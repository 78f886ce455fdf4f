package io.lockstep.simulation.check.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Story;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StuckCheckTest {

    private final Story story = new Story();
    private final StuckCheck check = new StuckCheck();

    private void endsWith(Map<String, List<Long>> holders, Map<String, List<Long>> lines, Set<String> blocked) {
        story.maps.add(new Evidence.MapSeen(1, 9, 5, holders, lines, blocked));
    }

    @Test
    void aWaitForAHolderOrADelayIsWell() {
        endsWith(Map.of("x", List.of(4L)), Map.of("x", List.of(1L, 2L), "y", List.of(3L)), Set.of("y"));

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aWaitForAFreeAndAHeldLockIsWell() {
        endsWith(Map.of("x", List.of(4L)), Map.of("x", List.of(1L), "y", List.of(1L, 2L)), Set.of());

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aWaitForAFreeLockIsSeen() {
        endsWith(Map.of(), Map.of("x", List.of(1L, 2L)), Set.of());

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("session 1 waits for \"x\"");
    }
}

package io.lockstep.simulation.check.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlockCheckTest {

    private final Story story = new Story();
    private final DeadlockCheck check = new DeadlockCheck();

    @BeforeEach
    void eachHasALock() {
        story.log.clear();
        story.commit(
                1,
                1,
                new Command.FoundCluster("cluster", 0),
                new Command.RegisterServer("disk", "c:1", "p:1"),
                LogScript.open(story.a.address(), true),
                LogScript.open(story.b.address(), true));
        story.commit(3, 15, LogScript.acquire(1, 1, "x"), LogScript.acquire(2, 1, "y"));
    }

    private void isSeen(Map<String, List<Long>> lines) {
        story.maps.add(new Evidence.MapSeen(1, 9, 5, Map.of("x", List.of(1L), "y", List.of(2L)), lines, Set.of()));
    }

    @Test
    void oneWaitingForTheOtherIsWell() {
        isSeen(Map.of("y", List.of(1L)));

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void eachWaitingForTheOtherIsSeen() {
        isSeen(Map.of("y", List.of(1L), "x", List.of(2L)));

        assertThat(story.breachesOf(check)).hasSize(2).allMatch(breach -> breach.contains("is part of a cycle"));
    }

    @Test
    void aCycleThroughAQueueIsSeen() {
        isSeen(Map.of("z", List.of(1L, 2L), "y", List.of(1L)));

        assertThat(story.breachesOf(check)).isNotEmpty();
    }
}

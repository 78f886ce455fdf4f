package io.lockstep.simulation.check.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Story;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LateEndCheckTest {

    private final Story story = new Story();
    private final LateEndCheck check = new LateEndCheck();

    @BeforeEach
    void quiet() {
        story.quietFromMillis = 10_000;
        story.endMillis = 100_000;
        story.commit(4, 5_000, new Command.CloseSession(2, 1));
    }

    @Test
    void anEndWithinASecondOfTheLeaseIsWell() {
        story.lines.add(new Evidence.LineTaken(1, story.a.address(), 12_000_000, true));
        story.commit(5, 15_000, new Command.ExpireSession(1, 1));

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anEndLaterThanThatIsSeen() {
        story.commit(5, 13_001, new Command.ExpireSession(1, 1));

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aSessionThatNeverEndsIsSeen() {
        assertThat(story.breachesOf(check)).hasSize(1);
    }
}

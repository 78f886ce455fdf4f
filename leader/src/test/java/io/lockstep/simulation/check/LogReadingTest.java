package io.lockstep.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.lock.Command;
import org.junit.jupiter.api.Test;

/** The rules by which the checks read the log, in their own right: a reading that is wrong would judge wrongly. */
class LogReadingTest {

    private final Story story = new Story();

    private LogReading reading() {
        return new LogReading(story.log);
    }

    @Test
    void aLockHasOneOwnerFromItsGrantToItsRelease() {
        story.commit(5, 20, Story.acquire(1, 1, "x"), Story.acquire(2, 1, "x"));
        story.commit(7, 30, Story.release(2, 2, "x"), Story.release(1, 2, "x"), Story.acquire(2, 3, "x"));

        LogReading reading = reading();
        assertThat(reading.ownerAt("x", 4)).isNull();
        assertThat(reading.ownerAt("x", 6))
                .isNotNull()
                .extracting(owner -> owner.session)
                .isEqualTo(1L);
        assertThat(reading.ownerAt("x", 7))
                .isNotNull()
                .extracting(owner -> owner.token)
                .isEqualTo(2L);
        assertThat(reading.ownerships("x")).hasSize(2);
    }

    @Test
    void aRequestIsDoneOnceAndNotWhenItsClientHadItsAnswer() {
        story.commit(5, 20, Story.acquire(1, 1, "x"));
        story.commit(6, 30, Story.release(1, 2, "x"));
        story.commit(7, 40, Story.acquire(1, 1, "x"), Story.acquire(1, 2, "x"));

        assertThat(reading().tokensAtEnd()).isEmpty();
    }

    @Test
    void aClientHasAsManyLocksAsTheClusterAllows() {
        story.commit(5, 20, Story.acquire(1, 1, "x"), Story.acquire(1, 2, "y"));

        assertThat(reading().tokensAtEnd()).containsOnlyKeys("x");
    }

    @Test
    void theEndOfASessionFreesItsLocks() {
        story.commit(5, 20, Story.acquire(1, 1, "x"));
        story.commit(6, 30, new Command.ExpireSession(1, 2), new Command.ExpireSession(1, 1));
        story.commit(7, 40, Story.acquire(1, 2, "x"));

        LogReading reading = reading();
        assertThat(reading.tokensAtEnd()).isEmpty();
        assertThat(reading.withToken(1))
                .isNotNull()
                .extracting(Ownership::how)
                .isEqualTo(Ownership.End.SESSION_EXPIRED);
    }
}

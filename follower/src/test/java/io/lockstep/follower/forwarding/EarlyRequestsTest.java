package io.lockstep.follower.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of requests for a term in which the server does not lead, or not yet. */
class EarlyRequestsTest {

    private static final long TERM = 7;

    private final EarlyRequests early = new EarlyRequests();
    private final List<PeerMessage> answers = new ArrayList<>();
    private final RecordingLeader leader = new RecordingLeader(TERM);
    private final PeerChannel follower = new PeerChannel() {
        @Override
        public int server() {
            return 2;
        }

        @Override
        public void send(PeerMessage message) {
            answers.add(message);
        }
    };

    @Test
    void aRequestWaitsForTheTermThatBegins() {
        early.receive(follower, read(TERM, 1), TERM - 1);
        early.settled(TERM - 1);
        early.tick();
        assertThat(answers).isEmpty();
        early.lead(leader);
        assertThat(leader.taken).containsExactly(read(TERM, 1));
        assertThat(answers).isEmpty();
    }

    @Test
    void aRequestForAKnownTermIsRefusedAtOnce() {
        early.receive(follower, read(TERM, 1), TERM);
        assertThat(answers).containsExactly(new PeerMessage.NotDecided(1));
    }

    @Test
    void aRequestIsRefusedIfAnotherServerLeads() {
        early.receive(follower, read(TERM, 1), TERM - 1);
        early.settled(TERM);
        assertThat(answers).containsExactly(new PeerMessage.NotDecided(1));
        early.lead(leader);
        assertThat(leader.taken).isEmpty();
    }

    @Test
    void aRequestForAnotherTermThanTheOneThatBeginsIsRefused() {
        early.receive(follower, read(TERM - 1, 1), TERM - 2);
        early.receive(follower, read(TERM, 2), TERM - 2);
        early.lead(leader);
        assertThat(leader.taken).containsExactly(read(TERM, 2));
        assertThat(answers).containsExactly(new PeerMessage.NotDecided(1));
    }

    @Test
    void aRequestIsNotKeptForLong() {
        early.receive(follower, read(TERM, 1), TERM - 1);
        for (int i = 0; i < EarlyRequests.TICKS_MAX; i++) {
            assertThat(answers).isEmpty();
            early.tick();
        }
        assertThat(answers).containsExactly(new PeerMessage.NotDecided(1));
    }

    @Test
    void keptRequestsAreBounded() {
        for (int i = 0; i < EarlyRequests.KEPT_MAX; i++) {
            early.receive(follower, read(TERM, i), TERM - 1);
        }
        assertThat(answers).isEmpty();
        early.receive(follower, read(TERM, EarlyRequests.KEPT_MAX), TERM - 1);
        assertThat(answers).containsExactly(new PeerMessage.NotDecided(EarlyRequests.KEPT_MAX));
    }

    private static PeerMessage.ConfirmRead read(long term, long attempt) {
        return new PeerMessage.ConfirmRead(term, attempt);
    }
}

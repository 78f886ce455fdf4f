package io.lockstep.follower.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.context.NodeClock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContactsTest {

    private static final int SELF = 1;

    private long nowMillis = 1_000_000;

    private final Contacts contacts = new Contacts(SELF, new NodeClock() {
        @Override
        public long nanoTime() {
            return TimeUnit.MILLISECONDS.toNanos(nowMillis);
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    });

    private void pass(long millis) {
        nowMillis += millis;
    }

    @Test
    void aServerThatDoesNotReportFallsSilentAndTheOthersDoNot() {
        contacts.reported(2, Set.of(1));
        contacts.reported(3, Set.of(1));
        pass(Contacts.SILENT_MILLIS - 1);
        contacts.reported(3, Set.of(1));
        assertThat(contacts.silentMillis(2)).isZero();
        pass(1);
        assertThat(contacts.silentMillis(2)).isEqualTo(Contacts.SILENT_MILLIS);
        assertThat(contacts.silentMillis(3)).isZero();
        pass(60_000);
        assertThat(contacts.silentMillis(SELF)).isZero();
        assertThat(contacts.silences(List.of(1, 2, 3)))
                .extracting(PeerMessage.Silence::server)
                .containsExactly(2, 3);
    }

    @Test
    void theSilenceOfANewServerBeginsWhenItIsFirstAskedFor() {
        pass(60_000);
        assertThat(contacts.silentMillis(4)).isZero();
        pass(Contacts.SILENT_MILLIS);
        assertThat(contacts.silentMillis(4)).isEqualTo(Contacts.SILENT_MILLIS);
    }

    @Test
    void aFollowerKnowsWhatTheLeaderTellsIt() {
        contacts.told(List.of(new PeerMessage.Silence(3, 9_000)), List.of(1, 2, 3));
        assertThat(contacts.silentMillis(3)).isEqualTo(9_000);
        assertThat(contacts.silentMillis(2)).isZero();
    }

    @Test
    void aServerThatNobodyTellsAnythingGoesByItsLinks() {
        contacts.told(List.of(), List.of(1, 2, 3));
        for (int second = 0; second < 10; second++) {
            pass(1_000);
            contacts.tick(Set.of(2));
        }
        assertThat(contacts.silentMillis(2)).isZero();
        assertThat(contacts.silentMillis(3)).isEqualTo(10_000);
    }

    @Test
    void afterItsOwnStallNobodyIsSilent() {
        contacts.reported(2, Set.of());
        pass(60_000);
        contacts.stalled();
        assertThat(contacts.silentMillis(2)).isZero();
    }

    @Test
    void onlyFreshReportsOfOthersSayThatAServerIsGone() {
        contacts.reported(1, Set.of(2, 3));
        contacts.reported(2, Set.of(1));
        contacts.reported(3, Set.of(1));
        assertThat(contacts.withoutLinkTo(3, Set.of(1, 2, 3))).isEqualTo(1);
        contacts.reported(1, Set.of(2));
        assertThat(contacts.withoutLinkTo(3, Set.of(1, 2, 3))).isEqualTo(2);
        pass(Contacts.SILENT_MILLIS);
        contacts.reported(1, Set.of(2));
        assertThat(contacts.withoutLinkTo(3, Set.of(1, 2, 3))).isEqualTo(1);
        assertThat(contacts.withoutLinkTo(3, Set.of(7))).isZero();
    }
}

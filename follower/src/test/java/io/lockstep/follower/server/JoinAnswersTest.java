package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.peer.PeerRefusal;
import io.lockstep.follower.peer.RefusalReason;
import org.junit.jupiter.api.Test;

/** Which refusals end a server that joins, or that tells its new address. */
class JoinAnswersTest {

    private final JoinAnswers answers = new JoinAnswers();

    private static PeerRefusal refusal(RefusalReason reason, boolean here, boolean dialled, boolean believed) {
        return new PeerRefusal(reason, "because", "127.0.0.1:9100", null, here, dialled, believed);
    }

    @Test
    void whatNobodyHasProvedIsOnlyTold() throws Exception {
        answers.refused(refusal(RefusalReason.OTHER_VERSION, false, true, false));
        assertThat(answers.finalRefusal()).isEmpty();
        assertThat(answers.poll(0)).isNotNull();
    }

    @Test
    void whatThisServerHasFoundOrBelievesIsFinal() {
        PeerRefusal found = refusal(RefusalReason.OTHER_SECRET, true, true, false);
        answers.refused(found);
        assertThat(answers.finalRefusal()).contains(found);
        PeerRefusal believed = refusal(RefusalReason.REMOVED, false, true, true);
        answers.refused(believed);
        assertThat(answers.finalRefusal()).contains(believed);
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() {
        answers.refused(refusal(RefusalReason.TOO_MANY_LINKS, false, true, true));
        assertThat(answers.finalRefusal()).isEmpty();
    }

    @Test
    void othersThatDialThisServerEndNothing() throws Exception {
        answers.refused(refusal(RefusalReason.OTHER_SECRET, true, false, true));
        assertThat(answers.finalRefusal()).isEmpty();
        assertThat(answers.poll(0)).isNull();
    }
}

package io.lockstep.follower.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.entry.MalformedEncodingException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer is never read as a question, nor a question as an answer. */
class PeerMessageCodecTest {

    @Test
    void questionsAndAnswersAreReadAsSuchOnly() {
        List<PeerMessage.Question> questions = List.of(
                new PeerMessage.ConfirmRead(3, 4), new PeerMessage.Join("storage", "a:1", "a:2", true, Program.FIRST));
        List<PeerMessage.Answer> answers = List.of(
                new PeerMessage.NotDecided(4),
                new PeerMessage.Joined("cluster", 3),
                new PeerMessage.NotJoined("full"),
                new PeerMessage.Members(List.of(new PeerMessage.Introduced(2, "storage"))));
        for (PeerMessage.Question question : questions) {
            byte[] bytes = PeerMessageCodec.encode(question);
            assertThat(PeerMessageCodec.decodeQuestion(bytes)).isEqualTo(question);
            assertThatThrownBy(() -> PeerMessageCodec.decodeAnswer(bytes))
                    .isInstanceOf(MalformedEncodingException.class);
        }
        for (PeerMessage.Answer answer : answers) {
            byte[] bytes = PeerMessageCodec.encode(answer);
            assertThat(PeerMessageCodec.decodeAnswer(bytes)).isEqualTo(answer);
            assertThatThrownBy(() -> PeerMessageCodec.decodeQuestion(bytes))
                    .isInstanceOf(MalformedEncodingException.class);
        }
    }
}

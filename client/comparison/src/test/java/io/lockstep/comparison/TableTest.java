package io.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Row FIRST = Row.ALL.get(0);

    @Test
    void eachPeerHasAColumnAndHowMuchBetterLockstepIs() {
        List<String> lines = Table.lines(List.of(
                new Results("Lockstep", 1_000, Map.of(FIRST, new Figure(1_500, 0.31, 0.8)), 90_000_000),
                new Results("Other", 3_000, Map.of(FIRST, new Figure(500, 0.6, 4)), 45_000_000),
                new Results("Third", 500, Map.of(), 90_000_000)));
        assertThat(lines).hasSize(2 + Row.ALL.size() + 2);
        assertThat(lines.get(0)).isEqualTo("| | Lockstep | Other | ratio | Third | ratio |");
        assertThat(lines.get(1)).isEqualTo("|---|--:|--:|--:|--:|--:|");
        assertThat(lines.get(2))
                .isEqualTo(
                        "| lock + release, 1 client at the leader, /s | 1,500 (0.31 / 0.80) | 500 (0.60 / 4.00) | 3.0"
                                + " | – | – |");
        assertThat(lines.get(17))
                .isEqualTo("| first lock after the start | 1,000 ms | 3,000 ms | 3.0 | 500 ms | 0.5 |");
        assertThat(lines.get(18))
                .isEqualTo("| memory of the largest server after all this | 90 MB | 45 MB | 0.5 | 90 MB | 1.0 |");
    }

    @Test
    void aNumberIsFoundBehindOtherFieldsOfAMessage() {
        byte[] message = new Message()
                .part(1, new Message().number(2, 7).text(3, "x".repeat(300)))
                .number(2, 1L << 40)
                .bytes();
        ByteBuffer bytes = ByteBuffer.allocate(message.length + 2).put((byte) 9).put(message);
        assertThat(Message.number(bytes, 1, 1 + message.length, 2)).isEqualTo(1L << 40);
        assertThat(Message.number(bytes, 1, 1 + message.length, 5)).isZero();
    }
}

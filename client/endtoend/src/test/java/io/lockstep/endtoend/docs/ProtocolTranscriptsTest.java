package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import io.lockstep.endtoend.cluster.Transcript;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers behave as {@code docs/PROTOCOL.md} shows. */
class ProtocolTranscriptsTest {

    @SharedCluster
    static RealCluster cluster;

    static Stream<Transcript> transcripts() throws Exception {
        return Transcript.in(Files.readAllLines(Jars.PROJECT.resolve("docs").resolve("PROTOCOL.md"))).stream();
    }

    @Test
    void thePageHasTranscripts() throws Exception {
        assertThat(transcripts()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void aTranscriptHappensAsThePageSays(Transcript transcript) throws Exception {
        for (int number = 1; number <= cluster.size(); number++) {
            int server = number;
            RealCluster.await("no lock is held at server " + server, () -> {
                try (LineClient client = cluster.connect(server)) {
                    return client.ask("LIST").option("n").equals("0");
                }
            });
        }
        transcript.play(cluster);
    }
}

package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator can profile a server with Flight Recorder. */
class ProfiledServerTest {

    private static final int CYCLES = 2_000;

    @TempDir
    private Path directory;

    @Test
    void aRecordingHasSamplesAndTheServerWritesNothingElse() throws Exception {
        Path recording = directory.resolve("server.jfr");
        try (RealCluster cluster = RealCluster.start(1, command -> recorded(command, recording));
                LineClient client = cluster.connect(1)) {
            for (int i = 0; i < CYCLES; i++) {
                client.ask("LOCK any");
                client.ask("RELEASE any");
            }
            cluster.process(1).terminate();
            cluster.process(1).awaitExit();
            try (Stream<Path> written = Files.list(cluster.directory())) {
                assertThat(written).containsExactly(cluster.data(1));
            }
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
        assertThat(events).anyMatch(event -> event.getEventType().getName().equals("jdk.ExecutionSample"));
    }

    private static List<String> recorded(List<String> command, Path recording) {
        List<String> with = new ArrayList<>(command);
        with.add(1, "-XX:StartFlightRecording=settings=profile,filename=" + recording);
        return with;
    }
}

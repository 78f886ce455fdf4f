package io.lockstep.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who held a lock, as all servers tell it, also after a death of them all, and as a file of one of them has it. */
class HistoryTest {

    /** More than the history in the map has room for. */
    private static final int GRANTS = 1_000;

    @TempDir
    private Path directory;

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static void cycle(RealCluster cluster, int server, int count) throws IOException {
        try (LineClient client = cluster.connect(server)) {
            client.ask("HELLO client=batch");
            for (int i = 0; i < count; i++) {
                assertThat(client.ask("LOCK nightly").ok()).isTrue();
                assertThat(client.ask("RELEASE nightly").ok()).isTrue();
            }
        }
    }

    @Test
    void itOutlivesAllServersAndAFileKeepsItForLonger() throws Exception {
        Path file = directory.resolve("history.jsonl");
        String[] flags = {"--history-bytes=64k", "--history-file=" + file};
        try (RealCluster cluster = RealCluster.start(1, flags)) {
            cluster.add();
            cluster.awaitReady(2);
            cycle(cluster, 1, GRANTS);
            cluster.killAll();
            cluster.launch(1, "--history-file=" + file);
            cluster.awaitReady(1);
            cluster.restart(2);
            cycle(cluster, 2, 1);
            RealCluster.await("all in the file", () -> lines(file).size() == GRANTS + 1);

            for (int server = 1; server <= 2; server++) {
                LineClient.Answer all;
                try (LineClient client = cluster.connect(server)) {
                    all = client.ask("HISTORY nightly limit=1000");
                }
                assertThat(all.rows().size()).isBetween(100, GRANTS);
                assertThat(all.option("complete_since")).isNotNull();
                assertThat(all.rows().get(0).options())
                        .containsEntry("n", "" + (GRANTS + 1))
                        .containsEntry("label", "batch")
                        .containsEntry("ended", "release");
            }
            String last = lines(file).get(GRANTS);
            String since = last.replaceAll(".*\"since\":\"([^\"]+)\".*", "$1");
            String server = "127.0.0.1:" + cluster.port(2);
            assertThat(ClientProgram.run("", "-s", server, "history", "nightly", "--at", since, "-o", "json")
                            .text())
                    .contains("\"n\":" + (GRANTS + 1) + ",");
        }
        assertThat(lines(file).get(0)).startsWith("{\"n\":1,\"name\":\"nightly\",");
        ClientProgram.Result oldest = ClientProgram.run("", "history", "nightly", "--before", "3", "--file", "" + file);
        assertThat(oldest.exitCode()).isZero();
        assertThat(oldest.text())
                .containsPattern("(?m) release +0s +\\d+ +2 +batch$")
                .containsPattern("(?m) release +0s +\\d+ +1 +batch$")
                .contains("\"nightly\": 2 grants; the history is complete since ");
    }
}

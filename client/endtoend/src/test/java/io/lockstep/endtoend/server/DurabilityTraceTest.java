package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SystemCallTrace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No grant is answered before it is on the disks of a majority. Killed processes cannot show that, as the kernel keeps
 * what they wrote; a trace of their system calls can.
 */
class DurabilityTraceTest {

    private static final int GRANTS = 30;
    private static final int MAJORITY = 2;

    @TempDir
    private Path traces;

    @Test
    void noGrantIsAnsweredBeforeItIsSyncedOnAMajority() throws Exception {
        String obstacle = SystemCallTrace.obstacle();
        // A build machine must have strace, so that the test cannot be skipped there.
        if (System.getenv("CI") != null) {
            assertThat(obstacle).isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);

        runUnderTrace();

        List<SystemCallTrace> servers = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            servers.add(SystemCallTrace.read(trace(number)));
        }
        for (int i = 0; i < GRANTS; i++) {
            String name = name(i);
            double answered = servers.stream()
                    .map(server -> server.sent("OK LOCK " + name + " "))
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .min()
                    .orElseThrow(() -> new AssertionError("no trace of the answer for " + name));
            List<OptionalDouble> durable = servers.stream()
                    .map(server -> server.durable("/log/segment-", name))
                    .toList();
            assertThat(durable.stream().filter(at -> at.isPresent() && at.getAsDouble() <= answered))
                    .as("servers that had %s on disk at %f, when it was answered; all: %s", name, answered, durable)
                    .hasSizeGreaterThanOrEqualTo(MAJORITY);
        }
    }

    private void runUnderTrace() throws Exception {
        int[] started = new int[1];
        try (RealCluster cluster =
                RealCluster.start(3, command -> SystemCallTrace.wrap(trace(++started[0]), command))) {
            for (int number = 1; number <= 3; number++) {
                try (LineClient client = cluster.connect(number)) {
                    for (int i = number - 1; i < GRANTS; i += 3) {
                        assertThat(client.ask("LOCK " + name(i)).ok()).isTrue();
                        assertThat(client.ask("RELEASE " + name(i)).ok()).isTrue();
                    }
                }
            }
            for (int number = 1; number <= 3; number++) {
                cluster.process(number).terminateChildren();
            }
            for (int number = 1; number <= 3; number++) {
                cluster.process(number).awaitExit();
            }
        }
        for (int number = 1; number <= 3; number++) {
            assertThat(Files.size(trace(number))).isPositive();
        }
    }

    private Path trace(int number) {
        return traces.resolve("server-" + number + ".strace");
    }

    private static String name(int i) {
        return "traced-" + (100 + i);
    }
}

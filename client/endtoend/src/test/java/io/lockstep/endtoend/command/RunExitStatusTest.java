package io.lockstep.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import io.lockstep.endtoend.cluster.Uptime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit statuses of {@code lockstep run}, and what its command gets: arguments, input and environment. */
class RunExitStatusTest {

    @SharedCluster(servers = 1)
    static RealCluster cluster;

    @Test
    void theCommandsOwnStatusIsPassedOnExactly() throws Exception {
        assertThat(run("", "a", "--", "true").exitCode()).isZero();
        assertThat(run("", "a", "--", "sh", "-c", "exit 7").exitCode()).isEqualTo(7);
        assertThat(run("", "a", "--", "sh", "-c", "kill -TERM $$").exitCode()).isEqualTo(143);
        assertThat(run("", "a", "--", "sh", "-c", "kill -KILL $$").exitCode()).isEqualTo(137);
    }

    @Test
    void aCommandThatCannotBeRunTakesNoLock(@TempDir Path directory) throws Exception {
        ClientProgram.Result missing = run("", "a", "--", "there-is-no-such-program");
        assertThat(missing.exitCode()).isEqualTo(127);
        assertThat(missing.text()).isEqualTo("lockstep: run: cannot run \"there-is-no-such-program\": no such program");
        Path plain = Files.createFile(directory.resolve("plain"));
        assertThat(run("", "a", "--", plain.toString()).exitCode()).isEqualTo(126);
        assertThat(run("", "a", "--", directory.toString()).exitCode()).isEqualTo(126);
        assertThat(run("", "a", "true").exitCode()).isEqualTo(64);
        assertThat(run("", "a", "-n", "-w", "1s", "--", "true").exitCode()).isEqualTo(64);
        assertThat(run("", "a", "-E", "300", "--", "true").exitCode()).isEqualTo(64);
    }

    @Test
    void aLockThatIsHeldHasItsOwnStatusAndNamesTheHolder() throws Exception {
        try (LineClient holder = cluster.connect(1)) {
            // The holder sends no PING, so its lease must outlast all the runs.
            holder.ask("HELLO client=\"report@db1[4711]\" ttl=30m");
            assertThat(holder.ask("LOCK taken").ok()).isTrue();
            ClientProgram.Result held = run("", "taken", "-n", "--", "echo", "ran");
            assertThat(held.exitCode()).isEqualTo(75);
            assertThat(held.text())
                    .startsWith("lockstep: refused: \"taken\" is held by client ")
                    .contains("(report@db1[4711])")
                    .hasLineCount(1);
            assertThat(run("", "taken", "-n", "-E", "9", "--", "echo", "ran").exitCode())
                    .isEqualTo(9);
            ClientProgram.Result timedOut = run("", "taken", "-w", "100ms", "--", "echo", "ran");
            assertThat(timedOut.exitCode()).isEqualTo(75);
            assertThat(timedOut.text()).contains("refused: timed out").doesNotContain("ran");
        }
    }

    @Test
    void noServerIsNotTheSameAsNoLock() throws Exception {
        int port = FreePorts.one();
        ClientProgram.Result result = ClientProgram.run(
                "", "-s", "127.0.0.1:" + port, "--timeout", "200ms", "run", "a", "-E", "9", "--", "true");
        assertThat(result.exitCode()).isEqualTo(69);
    }

    @Test
    void theCommandGetsItsArgumentsItsInputAndWordOfTheLock() throws Exception {
        ClientProgram.Result arguments =
                run("", "Lock 1", "--", "printf", "<%s>", "", " a  b ", "@/etc/passwd", "--", "-n", "ünï");
        assertThat(arguments.text()).isEqualTo("<>< a  b ><@/etc/passwd><--><-n><ünï>");
        assertThat(run("one line", "Lock 1", "--", "cat").text()).isEqualTo("one line");

        String script = "echo $LOCKSTEP_NAME/$LOCKSTEP_TOKEN/$LOCKSTEP_SESSION/$((LOCKSTEP_DEADLINE - $(date +%s)))";
        String[] shown = run("", "Lock 1", "--ttl", "60s", "--", "sh", "-c", script)
                .text()
                .split("/");
        assertThat(shown[0]).isEqualTo("Lock 1");
        try (LineClient next = cluster.connect(1)) {
            // The lock was released at once: token and session follow directly on those of the command.
            LineClient.Answer granted = next.ask("LOCK \"Lock 1\"");
            assertThat(Long.parseLong(granted.option("token"))).isEqualTo(Long.parseLong(shown[1]) + 1);
            assertThat(Long.parseLong(next.ask("WHOAMI").option("session"))).isEqualTo(Long.parseLong(shown[2]) + 1);
        }
        assertThat(Long.parseLong(shown[3])).isBetween(30L, 60L);
    }

    @Test
    void whatTheCommandLeavesBehindEndsBeforeTheLockComesFree() throws Exception {
        String script = "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.1; done' & read -r line; exit 5";
        try (RunningProcess client = ClientProgram.start(
                "-s", cluster.addresses(1), "run", "left", "--kill-after", "100ms", "--", "sh", "-c", script)) {
            long pid = Long.parseLong(client.await("the background process", line -> line.matches("\\d+")));
            client.type("");
            assertThat(client.awaitExit()).isEqualTo(5);
            assertThat(Uptime.isRunning(pid)).isFalse();
            assertThat(client.text()).contains("lockstep: run: the command left ");
        }
    }

    private static ClientProgram.Result run(String input, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("-s", cluster.addresses(1), "run"));
        all.addAll(List.of(arguments));
        return ClientProgram.run(input, all.toArray(String[]::new));
    }
}
